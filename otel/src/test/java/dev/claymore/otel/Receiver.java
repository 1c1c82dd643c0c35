package dev.claymore.otel;

import com.google.protobuf.CodedOutputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A receiver of OTLP/HTTP made of the official protobuf classes. What it acknowledges it keeps. */
final class Receiver implements AutoCloseable {

    /** What it answers instead of taking a request; the body is the message of a Status. */
    record Answer(int status, String retryAfter, String body) {
        static final Answer TAKE = new Answer(200, null, "");
    }

    private final HttpServer server;
    private final List<LogRecord> records = new ArrayList<>();
    private final List<ExportLogsServiceRequest> requests = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private int attempts;
    private volatile Function<ExportLogsServiceRequest, Answer> behaviour = request -> Answer.TAKE;

    private Receiver(HttpServer server) {
        this.server = server;
    }

    static Receiver open(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            Receiver receiver = new Receiver(server);
            server.createContext("/v1/logs", receiver::handle);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    void behave(Function<ExportLogsServiceRequest, Answer> how) {
        behaviour = how;
    }

    synchronized List<LogRecord> records() {
        return List.copyOf(records);
    }

    synchronized List<ExportLogsServiceRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    synchronized int attempts() {
        return attempts;
    }

    /** The value of a text attribute; empty when there is none. */
    static String attribute(LogRecord record, String key) {
        return record.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(KeyValue::getValue)
                .map(value -> value.getStringValue())
                .findFirst()
                .orElse("");
    }

    static String uid(LogRecord record) {
        return attribute(record, "log.record.uid");
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        attempts++;
        if (!"application/x-protobuf".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            throw new IOException("not protobuf");
        }
        ExportLogsServiceRequest request;
        try (InputStream in = new GZIPInputStream(exchange.getRequestBody())) {
            request = ExportLogsServiceRequest.parseFrom(in);
        }
        Answer answer = behaviour.apply(request);
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        if (answer.status() == 200) {
            requests.add(request);
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            request.getResourceLogsList()
                    .forEach(resource ->
                            resource.getScopeLogsList().forEach(scope -> records.addAll(scope.getLogRecordsList())));
        }
        if (answer.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        byte[] body = answer.status() == 200
                ? ExportLogsServiceResponse.getDefaultInstance().toByteArray()
                : status(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A google.rpc.Status with a message and no code. */
    private static byte[] status(String message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.writeString(2, message);
        coded.flush();
        return out.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
