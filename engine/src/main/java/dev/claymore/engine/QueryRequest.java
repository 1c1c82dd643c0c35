package dev.claymore.engine;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a client asks for, from the address and the headers of its request.
 *
 * @param query the text in the address; the body is the rest of it, or the rows of an INSERT
 * @param settings ClickHouse settings for this statement
 * @param readOnly GET and HEAD must not change anything
 */
record QueryRequest(
        String query,
        String database,
        String defaultFormat,
        String queryId,
        String user,
        String password,
        String sessionId,
        String sessionTimeout,
        boolean sessionCheck,
        boolean closeSession,
        boolean compress,
        boolean decompress,
        boolean waitEndOfQuery,
        int bufferBytes,
        ContentCoding responseCoding,
        int zlibLevel,
        boolean readOnly,
        SortedMap<String, String> settings,
        List<QueryParameter> parameters) {

    private static final int DEFAULT_BUFFER_BYTES = 1024 * 1024;
    private static final int MAX_BUFFER_BYTES = 8 * 1024 * 1024;
    private static final int MAX_PARAMETERS = 20_000;

    /** Parameters that are the engine's or that mean nothing here, as opposed to ClickHouse settings. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            "",
            "query",
            "database",
            "default_format",
            "query_id",
            "user",
            "password",
            "quota_key",
            "session_id",
            "session_timeout",
            "session_check",
            "close_session",
            "stacktrace",
            "compress",
            "decompress",
            "buffer_size",
            "wait_end_of_query",
            "client_protocol_version",
            "role",
            "enable_http_compression",
            "http_zlib_compression_level",
            "http_wait_end_of_query",
            "http_response_buffer_size",
            "http_headers_progress_interval_ms",
            "http_write_exception_in_output_format",
            "send_progress_in_http_headers",
            "cancel_http_readonly_queries_on_client_close",
            "log_queries",
            // The engine batches nothing: an insert is durable when it is answered.
            "async_insert",
            "wait_for_async_insert",
            "wait_for_async_insert_timeout",
            ChdbConnection.TAG_SETTING);

    static QueryRequest parse(HttpRequest request) throws QueryException {
        QueryStringDecoder uri =
                new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS, true);
        Map<String, List<String>> parameters;
        try {
            parameters = uri.parameters();
        } catch (IllegalArgumentException e) {
            throw QueryException.of(ErrorCode.BAD_ARGUMENTS, "Cannot decode the URL: " + e.getMessage());
        }
        HttpHeaders headers = request.headers();
        SortedMap<String, String> settings = new TreeMap<>();
        List<QueryParameter> values = new ArrayList<>();
        parameters.forEach((name, all) -> {
            if (name.startsWith("param_")) {
                values.add(new QueryParameter(name.substring("param_".length()), all.getFirst()));
            } else if (!NOT_SETTINGS.contains(name)) {
                settings.put(name, all.getLast());
            }
        });
        Parameters p = new Parameters(parameters);
        Credentials credentials = Credentials.of(headers, p);
        String queryId = p.get("query_id", "");
        int buffer = p.integer("buffer_size", p.integer("http_response_buffer_size", DEFAULT_BUFFER_BYTES));
        boolean compressed = p.flag("enable_http_compression");
        return new QueryRequest(
                p.get("query", ""),
                headers.get("X-ClickHouse-Database", p.get("database", "")),
                headers.get("X-ClickHouse-Format", p.get("default_format", "")),
                queryId.isEmpty() ? UUID.randomUUID().toString() : queryId,
                credentials.user(),
                credentials.password(),
                p.get("session_id", ""),
                p.get("session_timeout", ""),
                p.flag("session_check"),
                p.flag("close_session"),
                p.flag("compress"),
                p.flag("decompress"),
                p.flag("wait_end_of_query") || p.flag("http_wait_end_of_query"),
                Math.clamp(buffer, DEFAULT_BUFFER_BYTES, MAX_BUFFER_BYTES),
                compressed ? ContentCoding.ofAcceptEncoding(headers.get("Accept-Encoding")) : ContentCoding.IDENTITY,
                Math.clamp(p.integer("http_zlib_compression_level", 3), 1, 9),
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD),
                settings,
                values);
    }

    private record Parameters(Map<String, List<String>> values) {
        String get(String name, String otherwise) {
            List<String> found = values.get(name);
            return found == null ? otherwise : found.getFirst();
        }

        boolean flag(String name) {
            String value = get(name, "0");
            return value.equals("1") || value.equalsIgnoreCase("true");
        }

        int integer(String name, int otherwise) throws QueryException {
            String value = get(name, "");
            try {
                return value.isEmpty() ? otherwise : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(value));
            } catch (NumberFormatException e) {
                throw QueryException.of(
                        ErrorCode.BAD_ARGUMENTS, "Parameter " + name + " must be a number, not '" + value + "'");
            }
        }
    }

    private record Credentials(String user, String password) {
        static Credentials of(HttpHeaders headers, Parameters parameters) throws QueryException {
            String user = headers.get("X-ClickHouse-User", "");
            String key = headers.get("X-ClickHouse-Key", "");
            String authorization = headers.get("Authorization", "");
            boolean inParameters = parameters.values().containsKey("user")
                    || parameters.values().containsKey("password");
            int ways = (user.isEmpty() && key.isEmpty() ? 0 : 1)
                    + (authorization.isEmpty() ? 0 : 1)
                    + (inParameters ? 1 : 0);
            if (ways > 1) {
                throw QueryException.of(
                        ErrorCode.AUTHENTICATION_FAILED,
                        "Invalid authentication: it is not allowed to use more than one of the X-ClickHouse headers,"
                                + " the Authorization header and the parameters");
            }
            if (!authorization.isEmpty()) {
                return basic(authorization);
            }
            return inParameters
                    ? new Credentials(parameters.get("user", "default"), parameters.get("password", ""))
                    : new Credentials(user.isEmpty() ? "default" : user, key);
        }

        private static Credentials basic(String authorization) throws QueryException {
            int space = authorization.indexOf(' ');
            if (space < 0 || !authorization.substring(0, space).equalsIgnoreCase("Basic")) {
                throw QueryException.of(
                        ErrorCode.AUTHENTICATION_FAILED,
                        "Invalid authentication: of the Authorization schemes only Basic is known");
            }
            try {
                String pair = new String(
                        Base64.getDecoder()
                                .decode(authorization.substring(space + 1).trim()),
                        StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                return colon < 0
                        ? new Credentials(pair, "")
                        : new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                throw QueryException.of(ErrorCode.AUTHENTICATION_FAILED, "Invalid authentication: not base64");
            }
        }
    }
}
