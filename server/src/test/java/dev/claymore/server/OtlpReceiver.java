package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.Rows;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A server that exporters of OpenTelemetry's own SDK send to, and how what is stored is compared with what they sent. */
final class OtlpReceiver implements AutoCloseable {

    static final String SESSION = "019cab00-0000-7000-9000-000000000001";

    static final Resource RESOURCE = Resource.create(
            Attributes.builder()
                    .put("service.name", "checkout")
                    .put("host.name", "grün")
                    .put("process.pid", 4711)
                    .build(),
            "https://opentelemetry.io/schemas/1.30.0");

    interface Export<T> {
        CompletableResultCode of(Collection<T> data);
    }

    private final TestServer server;

    private OtlpReceiver(TestServer server) {
        this.server = server;
    }

    static OtlpReceiver start(Path directory) {
        TestServer server =
                TestServer.start(directory, Map.of("CLAYMORE_OTLP_HTTP_PORT", "0", "CLAYMORE_OTLP_GRPC_PORT", "0"));
        server.awaitReady();
        return new OtlpReceiver(server);
    }

    String http() {
        return "http://127.0.0.1:" + server.server().otlp().httpPort().orElseThrow();
    }

    String grpc() {
        return "http://127.0.0.1:" + server.server().otlp().grpcPort().orElseThrow();
    }

    /** Makes a project; returns what its senders say in {@code Authorization}. */
    String key(String project) {
        return "Bearer " + server.project(project).get("secretKey").textValue();
    }

    Rows rows(String sql, String project) {
        return server.server().database().clickhouse().query(sql, Map.of("project", project));
    }

    void awaitRows(String table, String project, long count) {
        try {
            Await.until(
                    count + " rows of " + table,
                    Duration.ofMinutes(2),
                    () -> rows("SELECT count() AS n FROM " + table + " WHERE projectId = {project:String}", project)
                                    .row(0)
                                    .number("n")
                            >= count);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    static <T> void send(Export<T> exporter, Collection<T> data) {
        CompletableResultCode sent = exporter.of(data).join(60, TimeUnit.SECONDS);
        assertThat(sent.isSuccess())
                .as(String.valueOf(sent.getFailureThrowable()))
                .isTrue();
    }

    /** The same columns of what is stored, with numbers alike. */
    static Map<String, Object> seen(Rows.Row row, Collection<String> columns) {
        Map<String, Object> seen = new TreeMap<>();
        columns.forEach(column -> seen.put(column, alike(row.get(column))));
        return seen;
    }

    static Object alike(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case java.math.BigInteger number -> number.longValue();
            case List<?> list -> list.stream().map(OtlpReceiver::alike).toList();
            case Map<?, ?> map -> new TreeMap<>(map);
            case null -> "";
            default -> value;
        };
    }

    static Map<String, Object> text(Attributes attributes) {
        Map<String, Object> text = new TreeMap<>();
        attributes.forEach((key, value) ->
                text.put(key.getKey(), value instanceof List<?> list ? json(list) : plain(value)));
        return text;
    }

    private static String json(List<?> list) {
        return list.stream()
                .map(value ->
                        value instanceof String string ? "\"" + string.replace("\"", "\\\"") + "\"" : plain(value))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String plain(Object value) {
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }
}
