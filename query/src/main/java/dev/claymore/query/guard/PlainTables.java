package dev.claymore.query.guard;

import dev.claymore.query.guard.SyntaxTree.Node;
import dev.claymore.query.guard.Tokens.Kind;
import dev.claymore.query.guard.Tokens.Token;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a SELECT in place of each table of a statement that ClickHouse has formatted: of the whole table, with plain texts instead of {@code LowCardinality} ones.
 *
 * <p>ClickHouse tries a function of a column with few values on all values of the part's dictionary, also on those of other projects, whose rows the filter of the
 * project has taken out already. Each function that fails depending on its argument would tell what they are.
 *
 * <p>What comes out is parsed again: a table that was not found in the text is a refusal.
 */
final class PlainTables {

    private static final String FEW_VALUES = "LowCardinality(";

    private final String database;
    private final Set<String> tables;
    private volatile Map<String, List<Column>> columns = Map.of();

    /** @param unlisted {@code *} leaves it out */
    private record Column(String name, String type, boolean unlisted) {

        String plain() {
            return type.contains(FEW_VALUES)
                    ? "CAST(`%1$s` AS %2$s) AS `%1$s`".formatted(name, PlainTables.plain(type))
                    : "`" + name + "`";
        }
    }

    PlainTables(String database, Set<String> tables) {
        this.database = database;
        this.tables = tables;
    }

    /** Reads the columns of the tables anew; whether they have changed. */
    boolean refresh(Reader reader) {
        Map<String, List<Column>> now = new HashMap<>();
        reader.query("""
                        SELECT table, name, type, default_kind = 'MATERIALIZED' AS unlisted FROM system.columns
                        WHERE database = {database:String} AND (position(type, {few:String}) > 0 OR unlisted) ORDER BY table, position
                        """, Map.of("database", database, "few", FEW_VALUES))
                .records()
                .forEach(row -> now.computeIfAbsent(row.text("table"), _ -> new ArrayList<>())
                        .add(new Column(row.text("name"), row.text("type"), row.number("unlisted") == 1)));
        boolean changed = !now.equals(columns);
        columns = Map.copyOf(now);
        return changed;
    }

    /** @param named what the statement names anywhere; a column that {@code *} leaves out is only there when it is among them */
    private String select(String table, Set<String> named) {
        List<Column> special = columns.getOrDefault(table, List.of());
        String casts = special.stream()
                .filter(column -> !column.unlisted())
                .map(Column::plain)
                .collect(Collectors.joining(", "));
        String more = special.stream()
                .filter(column -> column.unlisted() && named.contains(column.name()))
                .map(column -> ", " + column.plain())
                .collect(Collectors.joining());
        return "(SELECT *%s%s FROM %s.%s)"
                .formatted(casts.isEmpty() ? "" : " REPLACE (" + casts + ")", more, database, table);
    }

    /** The type without {@code LowCardinality(…)}, however deep it stands. */
    static String plain(String type) {
        String text = type;
        for (int at = text.indexOf(FEW_VALUES); at >= 0; at = text.indexOf(FEW_VALUES)) {
            int depth = 1;
            int end = at + FEW_VALUES.length();
            while (depth > 0) {
                char c = text.charAt(end++);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            text = text.substring(0, at) + text.substring(at + FEW_VALUES.length(), end - 1) + text.substring(end);
        }
        return text;
    }

    /**
     * The statement as it is to run.
     *
     * @throws Refusal when a common table expression has the name of a table
     */
    String in(String statement) {
        List<Token> tokens = Tokens.of(statement);
        Set<String> named = tokens.stream().map(Token::name).collect(Collectors.toSet());
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int name = i;
            if (tokens.get(i).name().equals(database) && is(tokens, i + 1, ".")) {
                name = i + 2;
            }
            if (name >= tokens.size() || !isTable(tokens.get(name))) {
                continue;
            }
            refuseCommonTable(tokens, name);
            text.append(statement, copied, tokens.get(i).start());
            copied = tokens.get(name).start();
            String table = tokens.get(name).name();
            if (standsForTable(tokens, i) && !is(tokens, name + 1, ".")) {
                boolean renamed = is(tokens, name + 1, "AS");
                int last = renamed ? name + 2 : name;
                text.append(select(table, named))
                        .append(" AS ")
                        .append(renamed ? tokens.get(last).text() : table);
                // Each table is read with FINAL in any case, and a subquery cannot have it.
                copied = tokens.get(is(tokens, last + 1, "FINAL") ? last + 1 : last)
                        .end();
                name = is(tokens, last + 1, "FINAL") ? last + 1 : last;
            }
            i = name;
        }
        return text.append(statement, copied, statement.length()).toString();
    }

    /** Whether each table of the first tree stands in one of our SELECTs in the second. */
    boolean everywhere(List<Node> before, List<Node> after) {
        Set<String> own = tables.stream().map(table -> database + "." + table).collect(Collectors.toSet());
        long named = tableNames(before)
                .filter(name -> tables.contains(name) || own.contains(name))
                .count();
        return tableNames(after).filter(own::contains).count() == named
                && tableNames(after).noneMatch(tables::contains);
    }

    private static Stream<String> tableNames(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.kind().equals("TableIdentifier"))
                .map(Node::name);
    }

    private boolean isTable(Token token) {
        return (token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_NAME) && tables.contains(token.name());
    }

    /** Behind FROM or JOIN, or behind a comma of theirs. */
    private static boolean standsForTable(List<Token> tokens, int at) {
        if (at == 0) {
            return false;
        }
        Token before = tokens.get(at - 1);
        if (before.is("FROM") || before.is("JOIN")) {
            return at < 2 || !tokens.get(at - 2).is("ARRAY");
        }
        return before.is(",") && isBehindFrom(tokens, at - 1);
    }

    private static boolean isBehindFrom(List<Token> tokens, int comma) {
        int depth = 0;
        for (int i = comma - 1; i >= 0; i--) {
            Token token = tokens.get(i);
            if (token.is(")") || token.is("]")) {
                depth++;
            } else if (token.is("(") || token.is("[")) {
                if (--depth < 0) {
                    return false;
                }
            } else if (depth == 0 && (token.is("FROM") || token.is("JOIN"))) {
                return i == 0 || !tokens.get(i - 1).is("ARRAY");
            } else if (depth == 0 && (token.is("SELECT") || Tokens.isClause(tokens, i))) {
                return false;
            }
        }
        return false;
    }

    private void refuseCommonTable(List<Token> tokens, int name) {
        if (is(tokens, name + 1, "AS") && is(tokens, name + 2, "(")) {
            throw new Refusal(
                    "sql_refused",
                    "sql",
                    "a common table expression cannot have the name of a table: "
                            + tokens.get(name).name());
        }
    }

    private static boolean is(List<Token> tokens, int at, String text) {
        return at < tokens.size() && tokens.get(at).is(text);
    }
}
