package dev.claymore.engine;

import dev.claymore.engine.SqlTokens.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What the engine must know of a statement before it hands it to ClickHouse: the door it goes through, where the rows of
 * an INSERT begin, the format of a result.
 *
 * @param kind the door
 * @param sql the statement; of an INSERT with rows the part before FORMAT or VALUES
 * @param format the format named in the statement, or null
 * @param dataOffset where the rows of an INSERT begin in the bytes that were parsed; -1 when it takes none
 * @param buffered whether the result must be made whole before it is sent
 * @param reusable whether the connection is as it was before, once the statement has run
 */
@SuppressWarnings("ArrayRecordComponent") // Nothing compares statements.
record Statement(Kind kind, byte[] sql, String format, int dataOffset, boolean buffered, boolean reusable) {
    enum Kind {
        /** SELECT and its like: the result is streamed. */
        SELECT,
        /** INSERT that takes rows from the request: streamed. */
        INSERT,
        /** INSERT … SELECT … FROM input(…): takes rows from the request, by way of a file. */
        INSERT_FROM_INPUT,
        /** Anything else. */
        OTHER,
        /** No statement at all, or a word by which libchdb's client is left. */
        NOTHING,
        /** SELECT … INTO OUTFILE writes a file, which is not for clients to do. */
        INTO_OUTFILE,
        /** INSERT … FROM INFILE reads a file, which is not for clients to do. */
        FROM_INFILE
    }

    /** Stands for the path and the format of the rows of {@link Kind#INSERT_FROM_INPUT}; no text of SQL has it. */
    static final String ROWS_FILE = "\u0001rows\u0001";

    private static final Set<String> SELECT_WORDS = Set.of("SELECT", "WITH", "FROM");
    private static final Set<String> HARMLESS_WORDS =
            Set.of("SHOW", "DESCRIBE", "DESC", "EXPLAIN", "EXISTS", "CHECK", "KILL", "OPTIMIZE", "INSERT");

    private static final Set<String> EXIT_WORDS = Set.of(
            "EXIT",
            "QUIT",
            "LOGOUT",
            "\u0423\u0427\u0428\u0415",
            "\u0419\u0413\u0428\u0415",
            "\u0414\u0429\u041f\u0429\u0413\u0415",
            "Q");

    static Statement parse(byte[] bytes, int length) {
        SqlTokens tokens = new SqlTokens(bytes, length);
        tokens.next();
        while (tokens.isSymbol(';') || tokens.isSymbol(':') || tokens.isSymbol('\\')) {
            tokens.next();
        }
        if (tokens.type() == TokenType.END
                || (tokens.type() == TokenType.WORD && EXIT_WORDS.contains(tokens.upperText()))) {
            return new Statement(Kind.NOTHING, Arrays.copyOf(bytes, length), null, -1, false, true);
        }
        if (tokens.isWord("INSERT")) {
            return insert(bytes, length, tokens);
        }
        boolean select =
                tokens.isSymbol('(') || (tokens.type() == TokenType.WORD && SELECT_WORDS.contains(tokens.upperText()));
        boolean harmless = tokens.type() == TokenType.WORD && HARMLESS_WORDS.contains(tokens.upperText());
        boolean totals = false;
        boolean outfile = false;
        String format = null;
        int depth = tokens.isSymbol('(') ? 1 : 0;
        String before = "";
        while (tokens.next() != TokenType.END) {
            if (tokens.type() == TokenType.WORD) {
                String word = tokens.upperText();
                totals |= word.equals("TOTALS") && before.equals("WITH");
                outfile |= word.equals("OUTFILE") && before.equals("INTO");
                if (before.equals("FORMAT") && depth == 0) {
                    format = tokens.text();
                }
                before = word;
            } else {
                depth += tokens.isSymbol('(') ? 1 : tokens.isSymbol(')') ? -1 : 0;
                before = "";
            }
        }
        Kind kind = outfile ? Kind.INTO_OUTFILE : select ? Kind.SELECT : Kind.OTHER;
        return new Statement(kind, Arrays.copyOf(bytes, length), format, -1, totals, select || harmless);
    }

    private static Statement insert(byte[] bytes, int length, SqlTokens tokens) {
        skipTarget(tokens);
        int depth = 0;
        boolean select = false;
        boolean input = false;
        int inputAt = -1;
        boolean beforeWasInput = false;
        for (TokenType type = tokens.type(); type != TokenType.END; type = tokens.next()) {
            if (tokens.isSymbol('(') || tokens.isSymbol('{')) {
                if (beforeWasInput && !input) {
                    input = true;
                    inputAt = tokens.end();
                }
                depth++;
            } else if (tokens.isSymbol(')') || tokens.isSymbol('}')) {
                depth--;
            } else if (type == TokenType.WORD && depth == 0) {
                if (tokens.isWord("VALUES") && !select) {
                    return withRows(Kind.INSERT, bytes, tokens.start(), "Values", tokens.end());
                }
                if (tokens.isWord("FORMAT")) {
                    int end = tokens.start();
                    if (tokens.next() == TokenType.WORD) {
                        String format = tokens.text();
                        int data = skipToData(bytes, tokens.end(), length);
                        if (!select) {
                            return withRows(Kind.INSERT, bytes, end, format, data);
                        }
                        if (input) {
                            return fromInput(bytes, end, inputAt, format, data);
                        }
                    }
                }
                if (tokens.isWord("INFILE")) {
                    return new Statement(Kind.FROM_INFILE, bytes, null, -1, false, true);
                }
                select |= tokens.isWord("SELECT") || tokens.isWord("WITH");
            } else if (type == TokenType.WORD) {
                select |= tokens.isWord("SELECT");
            }
            beforeWasInput = tokens.isWord("INPUT");
        }
        return select
                ? new Statement(Kind.OTHER, Arrays.copyOf(bytes, length), null, -1, false, true)
                : withRows(Kind.INSERT, bytes, length, "Values", length);
    }

    /** In place of {@code input(structure)} comes {@code file(structure)}; the caller puts a path and the format into it. */
    private static Statement fromInput(byte[] bytes, int end, int inputAt, String format, int dataOffset) {
        String head = new String(bytes, 0, inputAt, StandardCharsets.UTF_8);
        String tail = new String(bytes, inputAt, end - inputAt, StandardCharsets.UTF_8);
        String sql = head.substring(0, head.toUpperCase(Locale.ROOT).lastIndexOf("INPUT")) + "file(" + ROWS_FILE
                + (tail.stripLeading().startsWith(")") ? "" : ", ") + tail;
        byte[] replaced = sql.getBytes(StandardCharsets.UTF_8);
        return new Statement(Kind.INSERT_FROM_INPUT, replaced, format, dataOffset, false, true);
    }

    private static Statement withRows(Kind kind, byte[] bytes, int end, String format, int dataOffset) {
        return new Statement(kind, Arrays.copyOf(bytes, end), format, dataOffset, false, true);
    }

    /** Moves behind INSERT INTO [TABLE] name, or behind INSERT INTO FUNCTION name: a table may be called "format". */
    private static void skipTarget(SqlTokens tokens) {
        tokens.next();
        if (tokens.isWord("INTO")) {
            tokens.next();
        }
        if (tokens.isWord("TABLE") || tokens.isWord("FUNCTION")) {
            tokens.next();
        }
        if (tokens.isSymbol('{')) {
            return;
        }
        tokens.next();
        while (tokens.isSymbol('.')) {
            tokens.next();
            tokens.next();
        }
    }

    /** Rows begin behind the format's name, spaces and one line break. */
    private static int skipToData(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\f')) {
            at++;
        }
        if (at < length && bytes[at] == '\r') {
            at++;
        }
        return at < length && bytes[at] == '\n' ? at + 1 : at;
    }
}
