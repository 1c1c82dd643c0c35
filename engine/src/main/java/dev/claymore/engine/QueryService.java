package dev.claymore.engine;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers requests: statements on a bounded number of threads with a bounded queue, everything else at once.
 *
 * <p>Statements run on platform threads. A call into the library blocks, and pins a virtual thread to its carrier, of
 * which there are as few as processors.
 */
final class QueryService implements RequestHandler {
    private static final int MAX_QUEUED = 512;
    private static final long STACK_BYTES = 8 * 1024 * 1024;
    private static final String USER = "default";

    private final ConnectionPool pool;
    private final Sessions sessions;
    private final Canceller canceller;
    private final EngineIdentity identity;
    private final byte[] password;
    private final Path temporaryDirectory;
    private final QueryIds queryIds = new QueryIds();
    private final ThreadPoolExecutor threads;

    QueryService(
            ConnectionPool pool,
            EngineIdentity identity,
            String password,
            int maxConcurrentStatements,
            Path temporaryDirectory,
            Runnable onUnstoppable) {
        this.pool = pool;
        this.sessions = new Sessions(pool);
        this.canceller = new Canceller(pool.open(), onUnstoppable);
        this.identity = identity;
        this.password = password.getBytes(StandardCharsets.UTF_8);
        this.temporaryDirectory = temporaryDirectory;
        threads = new ThreadPoolExecutor(
                maxConcurrentStatements,
                maxConcurrentStatements,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(MAX_QUEUED),
                Thread.ofPlatform()
                        .name("engine-statement-", 0)
                        .stackSize(STACK_BYTES)
                        .factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void handle(Exchange exchange) {
        String uri = exchange.request().uri();
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        boolean reading = exchange.request().method().equals(HttpMethod.GET) || exchange.isHead();
        switch (path) {
            case "/ping", "/replicas_status" -> plain(exchange, HttpResponseStatus.OK, "Ok.\n");
            case "/", "/query" -> {
                if (reading && question < 0) {
                    plain(exchange, HttpResponseStatus.OK, "Ok.\n");
                } else if (reading || exchange.request().method().equals(HttpMethod.POST)) {
                    submit(exchange);
                } else {
                    plain(exchange, HttpResponseStatus.METHOD_NOT_ALLOWED, "Use GET or POST.\n");
                }
            }
            default ->
                plain(
                        exchange,
                        HttpResponseStatus.NOT_FOUND,
                        "There is no handle " + path + "\n\nUse / or /ping for health checks.\n"
                                + "Send queries from your program with POST method or GET /?query=...\n");
        }
    }

    private void submit(Exchange exchange) {
        try {
            threads.execute(new QueryTask(this, exchange));
        } catch (RejectedExecutionException e) {
            QueryException full = QueryException.of(
                    ErrorCode.TOO_MANY_SIMULTANEOUS_QUERIES,
                    "Too many simultaneous queries: " + threads.getMaximumPoolSize() + " run and " + MAX_QUEUED
                            + " wait; try again later");
            HttpHeaders headers = ResponseHead.of(identity, null, "");
            headers.set("X-ClickHouse-Exception-Code", full.code());
            headers.set(HttpHeaderNames.RETRY_AFTER, 1);
            headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
            exchange.respond(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    headers,
                    Unpooled.copiedBuffer(text(full), StandardCharsets.UTF_8));
        }
    }

    private void plain(Exchange exchange, HttpResponseStatus status, String text) {
        HttpHeaders headers = ResponseHead.of(identity, null, "");
        headers.remove("X-ClickHouse-Exception-Tag");
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=UTF-8");
        exchange.respond(status, headers, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    void authenticate(QueryRequest request) throws QueryException {
        boolean known = request.user().equals(USER)
                && MessageDigest.isEqual(password, request.password().getBytes(StandardCharsets.UTF_8));
        if (!known) {
            throw QueryException.of(
                    ErrorCode.AUTHENTICATION_FAILED,
                    request.user()
                            + ": Authentication failed: password is incorrect, or there is no user with such name");
        }
    }

    ConnectionPool pool() {
        return pool;
    }

    Sessions sessions() {
        return sessions;
    }

    Canceller canceller() {
        return canceller;
    }

    QueryIds queryIds() {
        return queryIds;
    }

    EngineIdentity identity() {
        return identity;
    }

    Path temporaryDirectory() {
        return temporaryDirectory;
    }

    /** An error as ClickHouse words it in an answer. */
    String text(QueryException e) {
        String message = e.getMessage().stripTrailing();
        return message
                + (message.endsWith(")") && message.contains("(version ")
                        ? ""
                        : " (version " + identity.version() + ")")
                + "\n";
    }

    /** Stops everything that runs, waits for it, and gives the connections back. */
    void stop(Duration patience) {
        threads.shutdown();
        threads.getQueue().clear();
        queryIds.all().forEach(canceller::cancel);
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions.close();
        canceller.close();
        pool.close();
    }
}
