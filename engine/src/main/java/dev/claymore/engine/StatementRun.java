package dev.claymore.engine;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Runs one statement on a connection and streams its result to the client, or its rows from the client. */
final class StatementRun {
    private static final int COPY_BYTES = 128 * 1024;
    private static final String DEFAULT_FORMAT = "TabSeparated";
    private static final String NOT_STREAMABLE = "Code: 36. DB::Exception: Streaming query is not supported";

    private final QueryService service;
    private final Exchange exchange;
    private final QueryRequest request;
    private final String exceptionTag;
    private final ChdbConnection connection;
    private final long startNanos = System.nanoTime();
    private final byte[] copy = new byte[COPY_BYTES];
    private Progress progress = Progress.NONE;
    private long resultBytes;

    StatementRun(
            QueryService service,
            Exchange exchange,
            QueryRequest request,
            String exceptionTag,
            ChdbConnection connection) {
        this.service = service;
        this.exchange = exchange;
        this.request = request;
        this.exceptionTag = exceptionTag;
        this.connection = connection;
    }

    /** False when the statement failed behind rows that were sent already, of which the client has been told. */
    boolean run(StatementText text) throws QueryException, IOException {
        Statement statement = text.statement();
        String format = statement.format() == null || StatementText.takesRows(statement)
                ? request.defaultFormat().isEmpty() ? DEFAULT_FORMAT : request.defaultFormat()
                : statement.format();
        ResponseBody body = new ResponseBody(
                exchange,
                () -> head(format),
                request.bufferBytes(),
                request.waitEndOfQuery() ? service.temporaryDirectory() : null);
        try {
            OutputStream coding = request.responseCoding().encode(body, request.zlibLevel());
            OutputStream out = request.compress() ? new CompressedBlocks.Writer(coding) : coding;
            try {
                execute(text, out);
            } catch (QueryException e) {
                if (!exchange.isHeadSent()) {
                    throw e;
                }
                out.write(lateError(e));
                out.close();
                body.breakOff();
                return false;
            }
            out.close();
            body.finish();
            return true;
        } finally {
            body.free();
        }
    }

    private void execute(StatementText text, OutputStream out) throws QueryException, IOException {
        Statement statement = text.statement();
        switch (statement.kind()) {
            case SELECT -> select(statement, out);
            case INSERT -> insert(statement, text.rows());
            case INSERT_FROM_INPUT -> insertFromInput(statement, text.rows());
            default -> whole(statement.sql(), out);
        }
    }

    private void select(Statement statement, OutputStream out) throws QueryException, IOException {
        String format = statement.format() == null ? nativeFormat() : statement.format();
        HeadedRows headed = HeadedRows.of(format);
        if (statement.buffered()
                || (headed == null && !PieceFormats.contains(format))
                || "1".equals(request.settings().get("extremes"))) {
            // The library's streams lose totals and extremes of the text formats.
            whole(statement.sql(), out);
            return;
        }
        SelectStream stream;
        try {
            stream = connection.select(statement.sql(), nativeFormat(), request.parameters());
        } catch (QueryException e) {
            if (e.getMessage().startsWith(NOT_STREAMABLE)) {
                whole(statement.sql(), out);
                return;
            }
            throw e;
        }
        try (stream) {
            for (ChdbResult piece = stream.next(); piece != null; piece = stream.next()) {
                try (ChdbResult open = piece) {
                    progress = progress.plus(open.progress());
                    write(headed == null ? open.data() : headed.join(open.data()), out);
                }
            }
        }
    }

    private void whole(byte[] sql, OutputStream out) throws QueryException, IOException {
        try (ChdbResult result = connection.query(sql, nativeFormat(), request.parameters())) {
            progress = result.progress();
            write(result.data(), out);
        }
    }

    private String nativeFormat() {
        return request.defaultFormat().isEmpty() ? DEFAULT_FORMAT : request.defaultFormat();
    }

    private void write(MemorySegment data, OutputStream out) throws IOException {
        long size = data.byteSize();
        resultBytes += size;
        for (long done = 0; done < size; ) {
            int part = (int) Math.min(copy.length, size - done);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, done, copy, 0, part);
            out.write(copy, 0, part);
            done += part;
        }
    }

    private void insert(Statement statement, InputStream rows) throws QueryException, IOException {
        try (InsertStream insert = connection.insert(statement.sql(), statement.format(), request.parameters())) {
            byte[] buffer = new byte[InsertStream.PIECE_BYTES];
            int count = rows.readNBytes(buffer, 0, buffer.length);
            while (count > 0 && insert.append(buffer, 0, count)) {
                count = rows.readNBytes(buffer, 0, buffer.length);
            }
            progress = insert.finish();
        }
    }

    private void insertFromInput(Statement statement, InputStream rows) throws QueryException, IOException {
        Path file = Files.createTempFile(service.temporaryDirectory(), "input-", ".rows");
        try {
            Files.copy(rows, file, StandardCopyOption.REPLACE_EXISTING);
            String source = SqlText.literal(file.toString()) + ", " + SqlText.literal(statement.format());
            String sql = new String(statement.sql(), StandardCharsets.UTF_8).replace(Statement.ROWS_FILE, source);
            whole(sql.getBytes(StandardCharsets.UTF_8), OutputStream.nullOutputStream());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private HttpHeaders head(String format) {
        HttpHeaders headers = ResponseHead.of(service.identity(), request, exceptionTag);
        ResponseHead.format(headers, format);
        headers.set(
                "X-ClickHouse-Summary", ResponseHead.summary(progress, System.nanoTime() - startNanos, resultBytes));
        if (request.responseCoding() != ContentCoding.IDENTITY) {
            headers.set(
                    HttpHeaderNames.CONTENT_ENCODING, request.responseCoding().token());
        }
        return headers;
    }

    /** The frame in which ClickHouse, from 25.11 on, tells an error behind rows that are already on their way. */
    private byte[] lateError(QueryException e) {
        byte[] text = service.text(e).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(("\r\n__exception__\r\n" + exceptionTag + "\r\n").getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(text);
        frame.writeBytes((text.length + " " + exceptionTag + "\r\n__exception__\r\n").getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }
}
