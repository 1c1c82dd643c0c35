package dev.claymore.ingest;

import java.io.InputStream;
import java.util.Locale;
import java.util.function.Function;

/**
 * What arrives at the door, free of any web framework.
 *
 * @param key the project's key, from {@code Authorization: Bearer} or {@code ?key=}; empty when there is none
 * @param peer address of the socket's other end, as text without port
 * @param header a header's value by its lower-case name, or null; asked for {@code origin}, {@code user-agent}, the client hints,
 *     {@code content-type}, {@code content-encoding} and {@code x-forwarded-for}
 * @param contentLength as declared, or -1
 * @param body read to its end by the calling thread, never past the limit; not closed
 */
public record BatchRequest(
        String key, String peer, Function<String, String> header, long contentLength, InputStream body) {

    String headerOrEmpty(String name) {
        String value = header.apply(name);
        return value == null ? "" : value;
    }

    /** What the body is said to be, without parameters and in lower case; empty when nothing is said. */
    String mediaType() {
        String contentType = headerOrEmpty("content-type");
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
