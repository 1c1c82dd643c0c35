package dev.claymore.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A receiver of OTLP/HTTP logs made of the official protobuf classes; it takes its time. */
final class LogsReceiver implements AutoCloseable {

    private final HttpServer server;
    private final long millisEach;
    private final List<LogRecord> records = new ArrayList<>();

    LogsReceiver(long millisEach) {
        this.millisEach = millisEach;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/logs", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<LogRecord> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }

    List<String> uids() {
        return records().stream()
                .map(record -> attribute(record, "log.record.uid"))
                .toList();
    }

    static String attribute(LogRecord record, String key) {
        return record.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    private void take(HttpExchange exchange) throws IOException {
        ExportLogsServiceRequest request;
        try (InputStream in = new GZIPInputStream(exchange.getRequestBody())) {
            request = ExportLogsServiceRequest.parseFrom(in);
        }
        try {
            Thread.sleep(millisEach);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (records) {
            request.getResourceLogsList()
                    .forEach(resource ->
                            resource.getScopeLogsList().forEach(scope -> records.addAll(scope.getLogRecordsList())));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
