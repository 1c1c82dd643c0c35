package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.ingest.LargeBody;
import dev.claymore.ingest.LateBody;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** One request and its answer, as the API's handlers see them. */
final class Exchange {

    /** Largest body of an API request; batches have a limit of their own. */
    static final int MAX_BODY_BYTES = 1 << 20;

    private static final int WORTH_COMPRESSING = 1400;

    private final ServerRequest request;
    private final ServerResponse response;
    private final Optional<Caller> caller;

    Exchange(ServerRequest request, ServerResponse response, Optional<Caller> caller) {
        this.request = request;
        this.response = response;
        this.caller = caller;
    }

    ServerRequest request() {
        return request;
    }

    ServerResponse response() {
        return response;
    }

    /** Who asks; only for routes that are not open. */
    Caller caller() {
        return caller.orElseThrow(() -> new IllegalStateException("an open route asked who the caller is"));
    }

    String path(String parameter) {
        return request.path().pathParameters().get(parameter);
    }

    Optional<String> query(String parameter) {
        return request.query().contains(parameter)
                ? Optional.of(request.query().get(parameter)).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    /** A flag from the query string; false when it is not there. */
    boolean flag(String parameter) {
        return query(parameter)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw Problem.invalid("invalid_parameter", "\"" + parameter + "\" must be true or false.")
                                .thrown();
                })
                .orElse(false);
    }

    /** A whole number from the query string. */
    int query(String parameter, int fallback, int least, int most) {
        return query(parameter)
                .map(value -> {
                    try {
                        int number = Integer.parseInt(value);
                        if (number >= least && number <= most) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        // Refused below.
                    }
                    throw Problem.invalid(
                                    "invalid_parameter",
                                    "\"" + parameter + "\" must be a whole number from " + least + " to " + most + ".")
                            .thrown();
                })
                .orElse(fallback);
    }

    /** The body as a JSON object with no fields but {@code allowed}. */
    JsonNode body(Set<String> allowed) {
        return Json.object(body(), allowed);
    }

    byte[] body() {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw Problem.of(415, "unsupported_media_type", "Send the body with `Content-Type: application/json`.")
                    .thrown();
        }
        String encoding = request.headers().first(HeaderNames.CONTENT_ENCODING).orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(415, "unsupported_media_type", "Send the body as it is, without a `Content-Encoding`.")
                    .thrown();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw Problem.of(413, "body_too_large", "The body is larger than " + MAX_BODY_BYTES + " bytes.")
                        .thrown();
            }
            return bytes;
        } catch (LateBody late) {
            throw Problem.late(late).thrown();
        } catch (LargeBody large) {
            throw Problem.large(large).thrown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void json(int status, Object value) {
        byte[] bytes = caller.map(who -> Json.bytes(value, who)).orElseGet(() -> Json.bytes(value));
        response.status(status);
        response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
        if (bytes.length >= WORTH_COMPRESSING && acceptsGzip(request)) {
            bytes = gzip(bytes);
            response.headers().set(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        response.headers().set(HeaderNames.VARY, "Accept-Encoding");
        response.send(bytes);
    }

    void noContent() {
        response.status(204);
        response.send();
    }

    /** An answer written as it is made, compressed when the client takes it; the status is 200. */
    OutputStream stream(String contentType) throws IOException {
        return stream(contentType, UnaryOperator.identity());
    }

    /** The same, with what stands between it and the connection. */
    OutputStream stream(String contentType, UnaryOperator<OutputStream> between) throws IOException {
        response.status(200);
        response.headers().set(HeaderNames.CONTENT_TYPE, contentType);
        response.headers().set(HeaderNames.VARY, "Accept-Encoding");
        if (!acceptsGzip(request)) {
            return between.apply(response.outputStream());
        }
        response.headers().set(HeaderNames.CONTENT_ENCODING, "gzip");
        return new StreamGzip(between.apply(response.outputStream()));
    }

    /** Half of the time of the usual level, for a twelfth more bytes: 14 ms instead of 26 for a megabyte of a recording. */
    private static final class StreamGzip extends GZIPOutputStream {
        private static final int LEVEL = 4;

        StreamGzip(OutputStream out) throws IOException {
            super(out, 1 << 14, true);
            def.setLevel(LEVEL);
        }
    }

    static boolean acceptsGzip(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT_ENCODING)
                .filter(value -> value.contains("gzip") && !value.contains("gzip;q=0,") && !value.endsWith("gzip;q=0"))
                .isPresent();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
