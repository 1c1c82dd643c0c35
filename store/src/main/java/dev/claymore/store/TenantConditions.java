package dev.claymore.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells of a statement whether it says itself, of every table that holds many projects, that it reads one: each stands alone behind FROM, and
 * the first condition of its WHERE is {@value #CONDITION}, joined to the rest by AND. What is not understood at a glance does not count as said.
 */
final class TenantConditions {

    static final String PARAMETER = "projectId";

    private static final String CONDITION = "projectId = {projectId:String}";

    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.|'')*+'" // text
                    + "|\"(?:[^\"\\\\]|\\\\.)*+\"|`(?:[^`\\\\]|\\\\.)*+`" // quoted names
                    + "|\\{\\w+:[^{}]*}" // parameters
                    + "|--|/\\*|\\w+(?:\\.\\w+)*|\\S");

    /** Comments, quotes that are not closed, texts between dollars, settings. */
    private static final Set<String> NOT_UNDERSTOOD = Set.of("--", "/*", "#", "'", "\"", "`", "$", "SETTINGS");

    private static final Set<String> BEHIND_CONDITION =
            Set.of("AND", ")", "WHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "UNION", "QUALIFY", "WINDOW");

    private static final Set<String> AFTER_FROM = Set.of(
            "WHERE", "PREWHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "ARRAY", "ON", "USING", "QUALIFY", "WINDOW");

    /** What a column stands behind; behind anything else the word may be an alias. */
    private static final Set<String> BEFORE_COLUMN =
            Set.of("WHERE", "PREWHERE", "AND", "NOT", "(", ",", "=", "SELECT", "DISTINCT", "BY");

    private final List<String> tokens;
    private final Deque<Select> outer = new ArrayDeque<>();
    private Select select = new Select();

    /** What was seen of the SELECT that is being read. */
    private static final class Select {
        private boolean table;
        private boolean restricted;
        private boolean inFrom;
        private boolean alternatives;

        boolean ofOneProject() {
            return !table || (restricted && !alternatives);
        }
    }

    private TenantConditions(List<String> tokens) {
        this.tokens = tokens;
    }

    static boolean hold(String sql) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return new TenantConditions(tokens).hold();
    }

    private boolean hold() {
        for (int i = 0; i < tokens.size(); i++) {
            if (!understood(i)) {
                return false;
            }
        }
        return outer.isEmpty() && select.ofOneProject();
    }

    private boolean understood(int i) {
        String word = word(i);
        if (NOT_UNDERSTOOD.contains(word)) {
            return false;
        }
        if (AFTER_FROM.contains(word)) {
            select.inFrom = false;
        }
        return switch (word) {
            case "(" -> {
                outer.push(select);
                select = new Select();
                yield true;
            }
            case ")" -> {
                boolean closes = select.ofOneProject() && !outer.isEmpty();
                select = closes ? outer.pop() : select;
                yield closes;
            }
            case "UNION", "INTERSECT", "EXCEPT" -> {
                boolean ends = select.ofOneProject();
                select = new Select();
                yield ends;
            }
            case "FROM" -> from(i + 1);
            case "JOIN" -> word(i - 1).equals("ARRAY") || !namesTable(i + 1);
            case "IN" -> !namesTable(i + 1);
            case "," -> !select.inFrom;
            case "OR", "?" -> {
                select.alternatives = true;
                yield true;
            }
            case "WHERE", "PREWHERE" -> {
                select.restricted |=
                        tokens.subList(i + 1, Math.min(i + 4, tokens.size())).equals(List.of(CONDITION.split(" ")))
                                && (i + 4 == tokens.size() || BEHIND_CONDITION.contains(word(i + 4)));
                yield true;
            }
            default -> !namesProject(tokens.get(i)) || column(i);
        };
    }

    /** A table that is only named, or a query in parentheses; functions that make tables are not understood. */
    private boolean from(int i) {
        boolean one = !select.table && i < tokens.size();
        select.inFrom = true;
        select.table |= namesTable(i);
        return one && !isQuoted(i) && (word(i).equals("(") || !word(i + 1).equals("("));
    }

    /** Whether it is the column of this name, and not another thing that is given its name. */
    private boolean column(int i) {
        return tokens.get(i).equals(PARAMETER)
                && BEFORE_COLUMN.contains(word(i - 1))
                && !word(i + 1).equals("-");
    }

    private static boolean namesProject(String token) {
        return !token.startsWith("'") && !token.startsWith("{") && token.contains(PARAMETER);
    }

    private boolean namesTable(int i) {
        String name = i < tokens.size() ? tokens.get(i) : "";
        return isQuoted(i) || Profiles.TENANT_TABLES.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private boolean isQuoted(int i) {
        return word(i).startsWith("\"") || word(i).startsWith("`");
    }

    private String word(int i) {
        return i < 0 || i >= tokens.size() ? "" : tokens.get(i).toUpperCase(Locale.ROOT);
    }
}
