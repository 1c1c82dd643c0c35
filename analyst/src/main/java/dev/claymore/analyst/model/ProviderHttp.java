package dev.claymore.analyst.model;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * One exchange with a provider, bounded in what it keeps and in how long it takes, from the first byte sent to the last one read: an
 * endpoint that never ends its answer must not take the server's memory. Streams are read to their end before they are parsed, as
 * nothing of them is shown earlier.
 */
final class ProviderHttp implements HttpClient {

    static final int MAX_ANSWER_BYTES = 4 << 20;

    private final Duration timeout;
    private final java.net.http.HttpClient client;

    /** The answer is longer than any that could be used; asking again would bring the same. */
    static final class TooLong extends NonRetriableException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
        }
    }

    /** What a model's builder would set of its own accord is not taken. */
    record Builder(Duration timeout) implements HttpClientBuilder {

        @Override
        public Duration connectTimeout() {
            return timeout;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration ignored) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return timeout;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration ignored) {
            return this;
        }

        @Override
        public HttpClient build() {
            return new ProviderHttp(timeout);
        }
    }

    /** HTTP/1.1, because local model servers speak nothing else; redirects are not followed, so the key goes nowhere else. */
    private ProviderHttp(Duration timeout) {
        this.timeout = timeout;
        this.client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        java.net.http.HttpRequest.Builder http = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .timeout(timeout)
                .method(request.method().name(), body(request));
        request.headers().forEach((name, values) -> values.forEach(value -> http.header(name, value)));
        return withinTime(() -> exchange(http.build()));
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            SuccessfulHttpResponse response = execute(request);
            listener.onOpen(response);
            parser.parse(new ByteArrayInputStream(response.bodyBytes()), listener);
            listener.onClose();
        } catch (RuntimeException e) {
            listener.onError(e);
        }
    }

    private SuccessfulHttpResponse exchange(java.net.http.HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            byte[] answer = in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (answer.length > MAX_ANSWER_BYTES) {
                throw new TooLong();
            }
            if (response.statusCode() < 200 || response.statusCode() >= 300) {
                throw new HttpException(response.statusCode(), new String(answer, StandardCharsets.UTF_8));
            }
            return SuccessfulHttpResponse.builder()
                    .statusCode(response.statusCode())
                    .headers(response.headers().map())
                    .body(answer)
                    .build();
        }
    }

    /** The client's own timeout ends with the headers of the answer. */
    private <T> T withinTime(Callable<T> exchange) {
        FutureTask<T> task = new FutureTask<>(exchange);
        Thread thread = Thread.ofVirtual().name("model provider").start(task);
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no whole answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("given up");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case java.net.http.HttpTimeoutException cause -> new TimeoutException(cause);
                case RuntimeException cause -> cause;
                case IOException cause -> new UncheckedIOException(cause);
                default -> new IllegalStateException(e.getCause());
            };
        } finally {
            thread.interrupt();
        }
    }

    private static BodyPublisher body(HttpRequest request) {
        return request.body() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8);
    }
}
