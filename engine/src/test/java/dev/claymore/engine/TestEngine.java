package dev.claymore.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The engine that the tests share, as a child process like in the product, and plain HTTP requests to it. */
final class TestEngine {
    static final String PASSWORD = "test password: ?&";

    private static EngineSupervisor shared;

    private TestEngine() {}

    /** Started by the first test that asks; its process ends with the tests' process. */
    static synchronized EngineSupervisor shared() {
        if (shared == null) {
            try {
                Path data = Files.createTempDirectory("claymore-engine-test");
                shared = EngineSupervisor.start(EngineOptions.of(data).withPassword(PASSWORD));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return shared;
    }

    /** Sends the text as the body of a POST; the parameters are names and values in turn. */
    static HttpResponse<String> post(String body, String... parameters) {
        return send(request(BodyPublishers.ofString(body), parameters), BodyHandlers.ofString());
    }

    static HttpResponse<String> get(String... parameters) {
        return send(request(BodyPublishers.noBody(), parameters).GET(), BodyHandlers.ofString());
    }

    /** Runs a statement that must succeed, and returns its result. */
    static String query(String sql, String... parameters) {
        HttpResponse<String> response = post(sql, parameters);
        if (response.statusCode() != 200) {
            throw new AssertionError(sql + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    static HttpRequest.Builder request(BodyPublisher body, String... parameters) {
        return request(shared().endpoint(), body, parameters);
    }

    static HttpRequest.Builder request(URI endpoint, BodyPublisher body, String... parameters) {
        String query = IntStream.range(0, parameters.length / 2)
                .mapToObj(i -> parameters[2 * i] + "=" + encode(parameters[2 * i + 1]))
                .collect(Collectors.joining("&", "/?", ""));
        return HttpRequest.newBuilder(endpoint.resolve(query))
                .header("X-ClickHouse-User", "default")
                .header("X-ClickHouse-Key", PASSWORD)
                .timeout(Duration.ofMinutes(4))
                .POST(body);
    }

    static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks again until the answer is yes, or the deadline has passed. */
    static void await(String what, Duration patience, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not after " + patience + ": " + what);
                }
                Thread.sleep(20);
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
