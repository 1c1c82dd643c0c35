package dev.claymore.engine;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** One request for a statement, from its headers to the end of its answer. Blocks; runs on a thread of its own. */
final class QueryTask implements Runnable {
    private static final System.Logger LOG = System.getLogger(QueryTask.class.getName());
    private static final int TAG_LETTERS = 16;

    private final QueryService service;
    private final Exchange exchange;
    private final String exceptionTag = exceptionTag();
    private QueryRequest request;

    QueryTask(QueryService service, Exchange exchange) {
        this.service = service;
        this.exchange = exchange;
    }

    @Override
    public void run() {
        try {
            request = QueryRequest.parse(exchange.request());
            service.authenticate(request);
            answer();
        } catch (QueryException e) {
            fail(e);
        } catch (BadInputException e) {
            fail(e.toQueryException());
        } catch (ClientGoneException e) {
            LOG.log(System.Logger.Level.DEBUG, "A client went away before its answer");
        } catch (IOException e) {
            fail(QueryException.of(ErrorCode.CANNOT_READ_ALL_DATA, "Cannot read the request: " + e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "A request failed", e);
            fail(QueryException.of(ErrorCode.UNKNOWN_EXCEPTION, "The engine failed; its log has the reason"));
        }
    }

    private void answer() throws QueryException, IOException {
        InputStream body = ContentCoding.ofRequest(exchange.request().headers().get(HttpHeaderNames.CONTENT_ENCODING))
                .decode(exchange.body());
        if (request.decompress()) {
            body = new CompressedBlocks.Reader(body);
        }
        StatementText text = StatementText.read(request.query(), body);
        reject(text.statement());
        text = new StatementText(service.queryIds().resolve(text.statement()), text.rows());
        if (request.sessionId().isEmpty()) {
            answerOnPool(text);
        } else {
            answerInSession(text);
        }
    }

    private static void reject(Statement statement) throws QueryException {
        switch (statement.kind()) {
            case NOTHING -> throw QueryException.of(ErrorCode.SYNTAX_ERROR, "Empty query");
            case INTO_OUTFILE ->
                throw QueryException.of(ErrorCode.INTO_OUTFILE_NOT_ALLOWED, "INTO OUTFILE is not allowed");
            case FROM_INFILE ->
                throw QueryException.of(
                        ErrorCode.UNKNOWN_TYPE_OF_QUERY, "FROM INFILE is not allowed, send the rows in the body");
            default -> {}
        }
    }

    private void answerOnPool(StatementText text) throws QueryException, IOException {
        SortedMap<String, String> settings = new TreeMap<>(request.settings());
        if (request.readOnly() && !settings.getOrDefault("readonly", "0").equals("1")) {
            settings.put("readonly", "2");
        }
        ConnectionPool pool = service.pool();
        ChdbConnection connection = pool.borrow(new ConnectionPool.Profile(request.database(), settings));
        boolean reusable = false;
        try {
            boolean undisturbed = run(connection, text);
            reusable = undisturbed && text.statement().reusable();
        } finally {
            pool.release(connection, reusable);
        }
    }

    private void answerInSession(StatementText text) throws QueryException, IOException {
        Sessions sessions = service.sessions();
        ChdbConnection connection = sessions.acquire(request);
        try {
            if (!request.database().isEmpty()) {
                connection.query("USE " + SqlText.identifier(request.database()));
            }
            if (request.readOnly() && !connection.isReadOnly(text.statement().sql())) {
                throw QueryException.of(ErrorCode.READONLY, "Cannot execute query in readonly mode, use POST");
            }
            SessionSettings settings = SessionSettings.apply(connection, request.settings());
            boolean left = false;
            try {
                left = run(connection, text);
            } finally {
                if (!left) {
                    // A statement that did not end well holds its place in system.processes until the next one.
                    connection.query("SELECT 1");
                }
                settings.revert();
            }
        } finally {
            sessions.release(request);
        }
    }

    /** False when the statement failed late or somebody has tried to stop it: it may not have left its connection. */
    private boolean run(ChdbConnection connection, StatementText text) throws QueryException, IOException {
        boolean readsOnly = text.statement().kind() == Statement.Kind.SELECT;
        RunningStatement running = service.queryIds().begin(request.queryId(), connection, readsOnly);
        boolean whole = false;
        boolean disturbed;
        try {
            exchange.cancelWith(() -> service.canceller().cancel(running));
            whole = new StatementRun(service, exchange, request, exceptionTag, connection).run(text);
        } finally {
            exchange.cancelWith(null);
            disturbed = service.queryIds().end(running);
        }
        return whole && !disturbed;
    }

    private void fail(QueryException e) {
        if (exchange.isHeadSent()) {
            // The run has said it in the stream, or nobody listens any more.
            exchange.breakOff();
            return;
        }
        HttpHeaders headers = ResponseHead.of(service.identity(), request, exceptionTag);
        headers.set("X-ClickHouse-Exception-Code", e.code());
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
        byte[] body = service.text(e).getBytes(StandardCharsets.UTF_8);
        exchange.respond(
                HttpResponseStatus.valueOf(ErrorCode.httpStatus(e.code())), headers, Unpooled.wrappedBuffer(body));
    }

    private static String exceptionTag() {
        StringBuilder tag = new StringBuilder(TAG_LETTERS);
        for (int i = 0; i < TAG_LETTERS; i++) {
            tag.append((char) ('a' + ThreadLocalRandom.current().nextInt(26)));
        }
        return tag.toString();
    }
}
