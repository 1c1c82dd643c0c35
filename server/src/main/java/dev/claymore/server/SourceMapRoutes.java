package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.stacks.MalformedSourceMap;
import dev.claymore.query.stacks.OriginalStacks;
import dev.claymore.query.stacks.OriginalStacks.OriginalStack;
import dev.claymore.query.stacks.SourceMap;
import dev.claymore.query.stacks.StackText;
import dev.claymore.store.SourceMapTable;
import dev.claymore.store.SourceMapTable.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Takes source maps, and leads stacks back by them. */
final class SourceMapRoutes {

    private static final int MAX_STACK = 65_536;
    private static final int MAX_MESSAGE = 8_192;
    private static final int MAX_DEBUG_IDS = 100;

    private final Questions questions;
    private final SourceMapTable table;
    private final OriginalStacks stacks;

    /** Of a project one at a time, so that its slow ones, and its many, keep no other project waiting. */
    private final Places uploads = new Places(1);

    private final Places traces = new Places(1);

    /** Maps are held in memory while they are looked through. */
    private final Places reading = new Places(2);

    SourceMapRoutes(Questions questions, SourceMapTable table, OriginalStacks stacks) {
        this.questions = questions;
        this.table = table;
        this.stacks = stacks;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/sourcemaps", this::list),
                Route.project("PUT", "/sourcemaps", this::upload),
                Route.project("DELETE", "/sourcemaps", this::delete),
                Route.project("POST", "/stacks", this::trace).reading());
    }

    private void list(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(
                200,
                Map.of(
                        "maps",
                        table.list(projectId).stream()
                                .map(SourceMapRoutes::shown)
                                .toList()));
    }

    private void upload(Exchange exchange) throws InterruptedException, IOException {
        String projectId = questions.requireProject(exchange);
        String release = limited(exchange, "release", 200);
        String path = StackText.path(limited(exchange, "path", 1_000));
        if (!path.startsWith("/")) {
            throw Problem.invalid("invalid_parameter", "\"path\" must be that of the script, such as /assets/app.js.")
                    .thrown();
        }
        try (var _ = uploads.take(projectId)) {
            byte[] body = body(exchange);
            try (var _ = reading.take("")) {
                keep(exchange, projectId, release, path, body);
            }
        }
    }

    private void keep(Exchange exchange, String projectId, String release, String path, byte[] body)
            throws IOException {
        try {
            byte[] json = inflated(body);
            String debugId = SourceMap.parse(json).debugId();
            exchange.json(201, shown(table.save(projectId, release, path, debugId, json)));
        } catch (MalformedSourceMap e) {
            throw Problem.invalid("invalid_source_map", "Not a source map: " + e.getMessage() + ".")
                    .thrown();
        } catch (IllegalArgumentException e) {
            throw Problem.of(422, "limit_exceeded", e.getMessage()).thrown();
        }
    }

    private static String limited(Exchange exchange, String parameter, int length) {
        String text = exchange.query(parameter).orElse("");
        if (text.length() > length) {
            throw Problem.invalid(
                            "invalid_parameter", "\"" + parameter + "\" is longer than " + length + " characters.")
                    .thrown();
        }
        return text;
    }

    private static byte[] body(Exchange exchange) throws IOException {
        try (InputStream in = exchange.request().content().inputStream()) {
            return limited(in);
        }
    }

    private static byte[] inflated(byte[] body) {
        boolean gzip = body.length > 1 && body[0] == 0x1F && body[1] == (byte) 0x8B;
        try {
            return gzip ? limited(new GZIPInputStream(new ByteArrayInputStream(body))) : body;
        } catch (IOException damaged) {
            throw Problem.invalid("invalid_source_map", "Not a source map: its gzip is damaged or cut short.")
                    .thrown();
        }
    }

    private static byte[] limited(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(SourceMap.MAX_BYTES + 1);
        if (bytes.length > SourceMap.MAX_BYTES) {
            throw Problem.of(413, "body_too_large", "A source map has at most " + SourceMap.MAX_BYTES + " bytes.")
                    .thrown();
        }
        return bytes;
    }

    private void delete(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(200, Map.of("deleted", table.delete(projectId, limited(exchange, "release", 200))));
    }

    private void trace(Exchange exchange) throws InterruptedException {
        JsonNode body = exchange.body(Set.of("stack", "message", "release", "debugIds"));
        String stack = Json.required(body, "stack", MAX_STACK);
        String message = Json.text(body, "message", MAX_MESSAGE).orElse("");
        String release = Json.text(body, "release", 200).orElse("");
        List<String> debugIds = Json.texts(body, "debugIds", MAX_DEBUG_IDS, 100).orElse(List.of());
        String projectId = questions.requireProject(exchange);
        OriginalStack traced;
        try (var _ = traces.take(projectId);
                var _ = reading.take("")) {
            traced = stacks.trace(projectId, release, debugIds, message, stack);
        }
        exchange.json(200, traced);
    }

    private static Map<String, Object> shown(Entry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("release", entry.release());
        shown.put("path", entry.path());
        shown.put("debugId", entry.debugId());
        shown.put("bytes", entry.bytes());
        shown.put("uploadedAt", Times.iso(entry.uploadedAt()));
        return shown;
    }
}
