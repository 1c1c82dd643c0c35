package dev.claymore.query.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tokens of a statement that ClickHouse has formatted: no comments, and one kind of quotes for text. */
final class Tokens {

    enum Kind {
        TEXT,
        QUOTED_NAME,
        PARAMETER,
        WORD,
        SIGN
    }

    /** @param end behind its last character */
    record Token(Kind kind, String text, int start, int end) {

        boolean is(String other) {
            return kind != Kind.TEXT && text.equals(other);
        }

        /** What is named, for words and quoted names. */
        String name() {
            return kind == Kind.QUOTED_NAME ? text.substring(1, text.length() - 1) : text;
        }
    }

    /** What ends a condition, and the tables behind FROM. */
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

    private Tokens(String text) {
        this.text = text;
    }

    static List<Token> of(String statement) {
        Tokens scan = new Tokens(statement);
        List<Token> tokens = new ArrayList<>();
        while (scan.at < statement.length()) {
            if (Character.isWhitespace(statement.charAt(scan.at))) {
                scan.at++;
            } else {
                tokens.add(scan.next());
            }
        }
        return tokens;
    }

    /** Whether a token is this word, which is no column's name behind a table's. */
    static boolean isKeyword(List<Token> tokens, int at, String word) {
        return word.equals(keyword(tokens, at));
    }

    /** Whether another part of the SELECT begins with it. */
    static boolean isClause(List<Token> tokens, int at) {
        return CLAUSES.contains(keyword(tokens, at));
    }

    private static String keyword(List<Token> tokens, int at) {
        boolean alone = at == 0 || !tokens.get(at - 1).is(".");
        return alone && tokens.get(at).kind() == Kind.WORD
                ? tokens.get(at).text().toUpperCase(Locale.ROOT)
                : "";
    }

    private Token next() {
        char c = text.charAt(at);
        if (c == '\'') {
            return quoted(Kind.TEXT);
        }
        if (c == '`' || c == '"') {
            return quoted(Kind.QUOTED_NAME);
        }
        if (c == '{') {
            int close = text.indexOf('}', at);
            return token(Kind.PARAMETER, close < 0 ? text.length() : close + 1);
        }
        if (!wordCharacter(c)) {
            return token(Kind.SIGN, at + 1);
        }
        int end = at;
        while (end < text.length() && wordCharacter(text.charAt(end))) {
            end++;
        }
        return token(Kind.WORD, end);
    }

    private Token quoted(Kind kind) {
        char quote = text.charAt(at);
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return token(kind, Math.min(text.length(), end + 1));
    }

    private Token token(Kind kind, int end) {
        Token token = new Token(kind, text.substring(at, end), at, end);
        at = end;
        return token;
    }

    private static boolean wordCharacter(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
