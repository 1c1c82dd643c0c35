package dev.claymore.query.guard;

import java.util.Locale;
import java.util.Set;

/**
 * Makes WHERE of PREWHERE in a statement that ClickHouse has formatted. With FINAL the two mean the same on the columns of a key and WHERE
 * is right on all others; what comes out is parsed and checked like any statement, so a mistake here can only refuse one.
 */
final class Prewhere {

    private static final Set<String> CLAUSES = Set.of(
            "WHERE",
            "GROUP",
            "HAVING",
            "WINDOW",
            "QUALIFY",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "SETTINGS",
            "FORMAT",
            "INTO");

    private final String text;
    private int at;

    private Prewhere(String text, int at) {
        this.text = text;
        this.at = at;
    }

    static String toWhere(String statement) {
        String text = statement;
        for (int from = find(text, 0); from >= 0; from = find(text, from)) {
            int start = from + "PREWHERE".length();
            int end = expressionEnd(text, start);
            String condition = "WHERE (" + text.substring(start, end).strip() + ")";
            if (word(text, end).equals("WHERE")) {
                int second = end + "WHERE".length();
                end = expressionEnd(text, second);
                condition += " AND (" + text.substring(second, end).strip() + ")";
            }
            text = text.substring(0, from) + condition + "\n" + text.substring(end);
        }
        return text;
    }

    private static int find(String text, int from) {
        Prewhere scan = new Prewhere(text, from);
        while (scan.at < text.length()) {
            if (word(text, scan.at).equals("PREWHERE")) {
                return scan.at;
            }
            scan.step();
        }
        return -1;
    }

    /** Where the expression ends that begins here: at the next clause, or the end of the SELECT. */
    private static int expressionEnd(String text, int from) {
        Prewhere scan = new Prewhere(text, from);
        int depth = 0;
        while (scan.at < text.length()) {
            char c = text.charAt(scan.at);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                if (--depth < 0) {
                    return scan.at;
                }
            } else if (depth == 0 && CLAUSES.contains(word(text, scan.at))) {
                return scan.at;
            }
            scan.step();
        }
        return text.length();
    }

    /** Over one character, one word or one quoted text. */
    private void step() {
        char c = text.charAt(at);
        if (c == '\'' || c == '`' || c == '"') {
            at++;
            while (at < text.length() && text.charAt(at) != c) {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        } else if (letter(c)) {
            while (at < text.length() && letter(text.charAt(at))) {
                at++;
            }
        } else {
            at++;
        }
    }

    /** The word that begins here, in upper case; empty when none does. */
    private static String word(String text, int at) {
        int end = at;
        while (end < text.length() && letter(text.charAt(end))) {
            end++;
        }
        boolean begins = at == 0 || !(letter(text.charAt(at - 1)) || text.charAt(at - 1) == '.');
        return begins && end - at <= 10 ? text.substring(at, end).toUpperCase(Locale.ROOT) : "";
    }

    private static boolean letter(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
