package dev.claymore.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * MCP's Streamable HTTP on the server's own routes. It keeps no sessions: each request is answered by itself, as JSON, by whichever server
 * gets it; there is nothing that a server would have to say unasked, so there is no stream to open either.
 */
final class McpDoor implements McpStatelessServerTransport {

    static final String CALLER = "caller";
    static final String ORIGIN = "origin";

    private static final HeaderName PROTOCOL_VERSION = HeaderNames.create(HttpHeaders.PROTOCOL_VERSION);
    private static final HeaderName AUTHENTICATE = HeaderNames.create("WWW-Authenticate");

    private static final Pattern LOOPBACK =
            Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final McpJsonMapper json;
    private final Config config;
    private volatile McpStatelessServerHandler handler;

    McpDoor(McpJsonMapper json, Config config) {
        this.json = json;
        this.config = config;
    }

    List<Route> routes() {
        return List.of(Route.signedIn("POST", "/mcp", this::answer).reading());
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler handler) {
        this.handler = handler;
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    private void answer(Exchange exchange) throws IOException {
        check(exchange);
        McpSchema.JSONRPCMessage message;
        try {
            String body = new String(exchange.body(), StandardCharsets.UTF_8);
            if (body.strip().equals("null")) {
                throw new IllegalArgumentException("no message");
            }
            message = McpSchema.deserializeJsonRpcMessage(json, body);
        } catch (IOException | IllegalArgumentException e) {
            throw Problem.invalid("invalid_message", "The body must be one JSON-RPC 2.0 message.")
                    .thrown();
        }
        McpTransportContext context = McpTransportContext.create(
                Map.of(CALLER, exchange.caller(), ORIGIN, Api.origin(config, exchange.request())));
        switch (message) {
            case JSONRPCRequest request -> {
                JSONRPCResponse response = answer(request, context);
                exchange.response().headers().set(HeaderNames.CONTENT_TYPE, "application/json");
                exchange.response().send(json.writeValueAsBytes(response));
            }
            case JSONRPCNotification notification -> {
                handler.handleNotification(context, notification)
                        .contextWrite(known -> known.put(McpTransportContext.KEY, context))
                        .block();
                exchange.response().status(202);
                exchange.response().send();
            }
            default ->
                throw Problem.invalid("invalid_message", "This server takes requests and notifications.")
                        .thrown();
        }
    }

    private JSONRPCResponse answer(JSONRPCRequest request, McpTransportContext context) {
        Optional<String> mistake = mistake(request);
        if (mistake.isPresent()) {
            return refused(request, mistake.get());
        }
        try {
            if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
                // What the SDK says of these is a message of Java's.
                McpSchema.InitializeRequest _ = json.convertValue(request.params(), McpSchema.InitializeRequest.class);
            }
            return handler.handleRequest(context, request)
                    .contextWrite(known -> known.put(McpTransportContext.KEY, context))
                    .block();
        } catch (IllegalArgumentException e) {
            return refused(request, "The params of " + request.method() + " are not what the protocol has there.");
        }
    }

    private static JSONRPCResponse refused(JSONRPCRequest request, String message) {
        return JSONRPCResponse.error(request.id(), new JSONRPCError(McpSchema.ErrorCodes.INVALID_PARAMS, message));
    }

    /** What the SDK would take for a failure of the server. */
    private static Optional<String> mistake(JSONRPCRequest request) {
        Object params = request.params();
        if (params != null && !(params instanceof Map)) {
            return Optional.of("\"params\" must be an object.");
        }
        Map<?, ?> given = params == null ? Map.of() : (Map<?, ?>) params;
        return switch (request.method()) {
            case McpSchema.METHOD_INITIALIZE ->
                given.get("protocolVersion") instanceof String
                        ? Optional.empty()
                        : Optional.of("\"params\" must have a \"protocolVersion\", as text.");
            case McpSchema.METHOD_TOOLS_CALL -> {
                if (!(given.get("name") instanceof String)) {
                    yield Optional.of("\"params\" must have the \"name\" of a tool, as text.");
                }
                Object arguments = given.get("arguments");
                yield arguments == null || arguments instanceof Map
                        ? Optional.empty()
                        : Optional.of("\"arguments\" must be an object.");
            }
            default -> Optional.empty();
        };
    }

    /**
     * Only browsers send an origin. A page of another site must not speak to this server, even with a token it found, nor one that made its
     * own name point to this machine (DNS rebinding): the name it was asked by proves nothing, so it is not compared with that.
     */
    private void refuseOtherSites(ServerRequest request) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        boolean own = origin.isEmpty()
                || LOOPBACK.matcher(origin.get()).matches()
                || config.publicUrl()
                        .map(url -> origin.get().equalsIgnoreCase(url.getScheme() + "://" + url.getAuthority()))
                        .orElse(false);
        if (!own) {
            throw Problem.of(403, "cross_site", "Requests from the pages of other sites are not taken.")
                    .thrown();
        }
    }

    private void check(Exchange exchange) {
        ServerRequest request = exchange.request();
        if (request.headers().first(HeaderNames.AUTHORIZATION).isEmpty()) {
            exchange.response().header(AUTHENTICATE, "Bearer");
            throw Problem.of(
                            401,
                            "unauthorized",
                            "Send a token as `Authorization: Bearer …`; the UI's cookie is not taken here.")
                    .thrown();
        }
        refuseOtherSites(request);
        String accept =
                request.headers().first(HeaderNames.ACCEPT).orElse("*/*").toLowerCase(Locale.ROOT);
        if (!accept.contains("application/json") && !accept.contains("*/*")) {
            throw Problem.of(406, "not_acceptable", "Accept application/json.").thrown();
        }
        request.headers().first(PROTOCOL_VERSION).ifPresent(version -> {
            if (!protocolVersions().contains(version)) {
                throw Problem.invalid(
                                "unsupported_protocol",
                                "MCP-Protocol-Version must be one of " + String.join(", ", protocolVersions()) + ".")
                        .thrown();
            }
        });
    }
}
