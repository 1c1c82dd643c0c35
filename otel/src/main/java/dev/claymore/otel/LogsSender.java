package dev.claymore.otel;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/** Sends requests by OTLP/HTTP: protobuf, gzip. Redirects are not followed, as headers are secret. Safe for use by many threads. */
public final class LogsSender implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** The specification's: opentelemetry.io/docs/specs/otlp/#retryable-response-codes. */
    private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
    /** What the receiver has against these very records. */
    private static final Set<Integer> DATA = Set.of(400, 413, 422);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Clock clock;
    private final Duration patience;

    public LogsSender(Clock clock) {
        this(clock, PATIENCE);
    }

    /** @param patience with one exchange, from its first byte to its last */
    LogsSender(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /** What became of a request. */
    public sealed interface Outcome {

        /**
         * It was taken.
         *
         * @param rejected records of it that the receiver has left out and will always leave out
         */
        record Accepted(long rejected, String message, long bytes) implements Outcome {}

        /** The receiver refuses these records. */
        record Refused(String message) implements Outcome {}

        /**
         * It may be taken later.
         *
         * @param retryAfter as the receiver asks
         * @param passing whether this passes by itself; else the address or the headers are wrong, or the receiver is broken
         */
        record Failed(String message, Optional<Duration> retryAfter, boolean passing) implements Outcome {}
    }

    public Outcome send(URI endpoint, PushHeaders headers, ExportLogsServiceRequest request)
            throws InterruptedException {
        byte[] body = gzip(request);
        HttpRequest.Builder http = HttpRequest.newBuilder(endpoint)
                .timeout(patience)
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "gzip")
                .setHeader("User-Agent", "claymore")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.values().forEach(http::setHeader);
        try {
            return outcome(exchange(http.build()), headers, body.length);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Outcome.Failed("no answer from the receiver: " + headers.scrub(reason), Optional.empty(), true);
        }
    }

    /** The client's own timeout ends with the headers of the answer: what comes after them may never end. */
    private ReceiverAnswer exchange(HttpRequest request) throws IOException, InterruptedException {
        FutureTask<ReceiverAnswer> exchange = new FutureTask<>(() -> {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return new ReceiverAnswer(
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        response.headers().firstValue("Retry-After"),
                        in.readNBytes(ReceiverAnswer.MAX_BYTES + 1));
            }
        });
        Thread thread = Thread.ofVirtual().name("push request").start(exchange);
        try {
            return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("its answer was not whole after " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Outcome outcome(ReceiverAnswer answer, PushHeaders headers, long bytes) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return answer.taken()
                    .<Outcome>map(taken -> new Outcome.Accepted(
                            taken.rejected(), ReceiverAnswer.told(taken.message(), headers), bytes))
                    .orElseGet(() -> new Outcome.Failed(
                            "the receiver answered " + status
                                    + ", but not as a receiver of OTLP does: is it the right address?",
                            Optional.empty(),
                            false));
        }
        String told = ReceiverAnswer.told(answer.statusMessage(), headers);
        String message = "the receiver answered " + status + (told.isEmpty() ? "" : ": " + told);
        if (DATA.contains(status)) {
            return new Outcome.Refused(message);
        }
        Optional<Duration> wait = answer.retryAfter().flatMap(this::wait);
        return new Outcome.Failed(message, wait, RETRYABLE.contains(status));
    }

    private Optional<Duration> wait(String retryAfter) {
        Duration wait;
        try {
            wait = retryAfter.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static byte[] gzip(ExportLogsServiceRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 14)) {
            request.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
