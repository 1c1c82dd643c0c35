package dev.claymore.engine;

import dev.claymore.engine.Statement.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A statement and the rows that follow it, taken apart from a request: the address and the body are one text, with a
 * line break between them, and the rows of an INSERT begin wherever its head ends.
 *
 * @param statement the statement
 * @param rows the rows of an INSERT, still to be read; empty for other statements
 */
record StatementText(Statement statement, InputStream rows) {
    private static final int MAX_STATEMENT_BYTES = 16 * 1024 * 1024;
    private static final int FIRST_READ_BYTES = 64 * 1024;

    static StatementText read(String query, InputStream body) throws IOException, QueryException {
        byte[] head = query.isEmpty() ? new byte[0] : query.getBytes(StandardCharsets.UTF_8);
        byte[] text = Arrays.copyOf(head, head.length + FIRST_READ_BYTES);
        int length = head.length;
        int parseAt = 0;
        while (true) {
            if (length == text.length) {
                if (length >= MAX_STATEMENT_BYTES) {
                    throw QueryException.of(
                            ErrorCode.QUERY_IS_TOO_LARGE,
                            "The statement is larger than " + MAX_STATEMENT_BYTES + " bytes");
                }
                text = Arrays.copyOf(text, 2 * length);
            }
            int lineBreak = length == head.length && length > 0 ? 1 : 0;
            int count = body.read(text, length + lineBreak, text.length - length - lineBreak);
            if (count < 0) {
                Statement statement = Statement.parse(text, length);
                return new StatementText(statement, rows(statement, text, length));
            }
            if (count > 0 && lineBreak > 0) {
                text[length] = '\n';
                length++;
            }
            length += count;
            if (length > parseAt) {
                parseAt = 2 * length;
                Statement statement = Statement.parse(text, length);
                if (takesRows(statement) && statement.dataOffset() < length) {
                    return new StatementText(statement, new SequenceInputStream(rows(statement, text, length), body));
                }
            }
        }
    }

    static boolean takesRows(Statement statement) {
        return statement.kind() == Kind.INSERT || statement.kind() == Kind.INSERT_FROM_INPUT;
    }

    private static InputStream rows(Statement statement, byte[] text, int length) {
        return takesRows(statement)
                ? new ByteArrayInputStream(text, statement.dataOffset(), length - statement.dataOffset())
                : InputStream.nullInputStream();
    }
}
