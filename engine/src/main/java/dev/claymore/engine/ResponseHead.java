package dev.claymore.engine;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;

/** Headers of answers, as ClickHouse names them. */
final class ResponseHead {
    private ResponseHead() {}

    static HttpHeaders of(EngineIdentity engine, QueryRequest request, String exceptionTag) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set("X-ClickHouse-Server-Display-Name", engine.displayName());
        headers.set("X-ClickHouse-Timezone", engine.timezone());
        headers.set("X-ClickHouse-Exception-Tag", exceptionTag);
        if (request != null) {
            headers.set("X-ClickHouse-Query-Id", request.queryId());
        }
        return headers;
    }

    static String summary(Progress progress, long elapsedNanos, long resultBytes) {
        return "{\"read_rows\":\"" + progress.readRows() + "\",\"read_bytes\":\"" + progress.readBytes()
                + "\",\"written_rows\":\"" + progress.writtenRows() + "\",\"written_bytes\":\""
                + progress.writtenBytes() + "\",\"total_rows_to_read\":\"0\",\"result_rows\":\""
                + progress.resultRows() + "\",\"result_bytes\":\"" + resultBytes + "\",\"elapsed_ns\":\""
                + elapsedNanos + "\"}";
    }

    /** Sets the format and the media type ClickHouse gives it. */
    static void format(HttpHeaders headers, String format) {
        headers.set("X-ClickHouse-Format", format);
        headers.set(HttpHeaderNames.CONTENT_TYPE, mediaType(format));
    }

    private static String mediaType(String format) {
        String lower = format.toLowerCase(Locale.ROOT);
        if (lower.startsWith("tabseparated") || lower.startsWith("tsv") || lower.equals("raw")) {
            return "text/tab-separated-values; charset=UTF-8";
        }
        if (lower.startsWith("csv")) {
            return "text/csv; charset=UTF-8; header=" + (lower.contains("withnames") ? "present" : "absent");
        }
        if (lower.equals("jsoneachrow") || lower.startsWith("jsonlines") || lower.equals("ndjson")) {
            return "application/x-ndjson; charset=UTF-8";
        }
        if (lower.startsWith("json")) {
            return "application/json; charset=UTF-8";
        }
        if (lower.equals("xml")) {
            return "application/xml; charset=UTF-8";
        }
        if (lower.startsWith("pretty")
                || lower.equals("values")
                || lower.equals("vertical")
                || lower.equals("null")
                || lower.equals("markdown")
                || lower.startsWith("sqlinsert")
                || lower.startsWith("template")) {
            return "text/plain; charset=UTF-8";
        }
        return "application/octet-stream";
    }
}
