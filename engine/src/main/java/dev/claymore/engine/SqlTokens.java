package dev.claymore.engine;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Splits the bytes of a statement into ClickHouse's tokens, as far as the engine must know them: words, quoted things,
 * comments and single characters. It never decides what a statement may do, that is the engine's parser's.
 */
final class SqlTokens {
    enum TokenType {
        WORD,
        QUOTED,
        SYMBOL,
        END
    }

    private final byte[] sql;
    private final int length;
    private int position;
    private int start;
    private TokenType type = TokenType.SYMBOL;

    SqlTokens(byte[] sql, int length) {
        this.sql = sql;
        this.length = length;
    }

    /** Moves to the next token that is neither space nor comment. */
    TokenType next() {
        skipSpaceAndComments();
        start = position;
        if (position >= length) {
            type = TokenType.END;
            return type;
        }
        byte c = sql[position];
        if (isWord(c)) {
            while (position < length && isWord(sql[position])) {
                position++;
            }
            type = TokenType.WORD;
        } else if (c == '\'' || c == '"' || c == '`') {
            skipQuoted(c);
            type = TokenType.QUOTED;
        } else if (c == '$' && skipHeredoc()) {
            type = TokenType.QUOTED;
        } else {
            position++;
            type = TokenType.SYMBOL;
        }
        return type;
    }

    boolean isWord(String upperCase) {
        if (type != TokenType.WORD || position - start != upperCase.length()) {
            return false;
        }
        for (int i = 0; i < upperCase.length(); i++) {
            byte c = sql[start + i];
            int upper = c >= 'a' && c <= 'z' ? c - 32 : c;
            if (upper != upperCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean isSymbol(char symbol) {
        return type == TokenType.SYMBOL && sql[start] == symbol;
    }

    TokenType type() {
        return type;
    }

    /** Offset of the first byte of the token. */
    int start() {
        return start;
    }

    /** Offset behind the token. */
    int end() {
        return position;
    }

    String text() {
        return new String(sql, start, position - start, StandardCharsets.UTF_8);
    }

    String upperText() {
        return text().toUpperCase(Locale.ROOT);
    }

    private void skipSpaceAndComments() {
        while (position < length) {
            byte c = sql[position];
            if (c == ' ' || (c >= 9 && c <= 13)) {
                position++;
            } else if (startsWith("--") || startsWith("#!") || startsWith("# ")) {
                while (position < length && sql[position] != '\n') {
                    position++;
                }
            } else if (startsWith("/*")) {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    /** Block comments nest in ClickHouse. */
    private void skipBlockComment() {
        int depth = 0;
        do {
            if (startsWith("/*")) {
                depth++;
                position += 2;
            } else if (startsWith("*/")) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < length);
    }

    private void skipQuoted(byte quote) {
        position++;
        while (position < length) {
            byte c = sql[position];
            if (c == '\\') {
                position += 2;
            } else if (c == quote) {
                position++;
                if (position >= length || sql[position] != quote) {
                    return;
                }
                position++;
            } else {
                position++;
            }
        }
        position = length;
    }

    private boolean skipHeredoc() {
        int end = position + 1;
        while (end < length && isWord(sql[end])) {
            end++;
        }
        if (end >= length || sql[end] != '$') {
            return false;
        }
        int tag = end + 1 - position;
        for (int at = end + 1; at + tag <= length; at++) {
            if (sql[at] == '$' && matches(at, position, tag)) {
                position = at + tag;
                return true;
            }
        }
        return false;
    }

    private boolean matches(int a, int b, int count) {
        for (int i = 0; i < count; i++) {
            if (sql[a + i] != sql[b + i]) {
                return false;
            }
        }
        return true;
    }

    private boolean startsWith(String prefix) {
        if (position + prefix.length() > length) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (sql[position + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(byte c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c < 0;
    }
}
