package dev.claymore.otel;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Makes log records of a session's events, in their order. Names and attributes are those of the OpenTelemetry semantic conventions 1.45
 * and of the client-side ones; what they have no name for is called {@code claymore.…}. Not safe for use by many threads.
 */
final class EventRecords {

    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE");

    private final ExportedSession session;
    private final WebVitals vitals = new WebVitals();

    EventRecords(ExportedSession session) {
        this.session = session;
    }

    SessionRecord of(EventRow event) {
        String type = event.text("kind");
        Attributes attributes = common(event);
        LogRecord.Builder log = LogRecord.newBuilder()
                .setTimeUnixNano(RecordIds.nanos(event.at()))
                .setObservedTimeUnixNano(RecordIds.nanos(event.observedAt()))
                .setEventName(name(event));
        severity(log, event);
        switch (type) {
            case "pageview" -> {
                vitals.pageSeen(event.text("windowId"));
                page(event, attributes);
            }
            case "navigation" -> page(event, attributes);
            case "click" -> click(event, attributes);
            case "request" -> request(event, attributes, log);
            case "error" -> exception(event, attributes, log);
            case "console" -> {
                attributes.text("browser.console.method", event.text("name"));
                log.setBody(AnyValue.newBuilder().setStringValue(event.text("text")));
            }
            case "vital" -> {
                if (WebVitals.covers(event)) {
                    vitals.describe(event, attributes);
                }
            }
            default -> {}
        }
        rest(event, attributes);
        return new SessionRecord(log.addAllAttributes(attributes.list()).build(), event.recordHash());
    }

    private static String name(EventRow event) {
        String type = event.text("kind");
        return switch (type) {
            case "click" -> event.text("selector").isEmpty() ? "app.screen.click" : "app.widget.click";
            case "console" -> "browser.console";
            case "error" -> "exception";
            case "vital" -> WebVitals.covers(event) ? "browser.web_vital" : "claymore.vital";
            case "custom" -> event.text("name").isEmpty() ? "claymore.custom" : event.text("name");
            case "request" -> unanswered(event) ? "http.client.request.exception" : "claymore.request";
            default -> "claymore." + type;
        };
    }

    private static boolean unanswered(EventRow event) {
        return event.number("statusCode") == 0 && !event.text("errorType").isEmpty();
    }

    private static void severity(LogRecord.Builder log, EventRow event) {
        SeverityNumber number = switch (event.text("kind")) {
            case "error" -> SeverityNumber.SEVERITY_NUMBER_ERROR;
            case "request" ->
                event.number("errorCode") >= 400 || unanswered(event)
                        ? SeverityNumber.SEVERITY_NUMBER_WARN
                        : SeverityNumber.SEVERITY_NUMBER_INFO;
            case "console" ->
                switch (event.text("name")) {
                    case "error" -> SeverityNumber.SEVERITY_NUMBER_ERROR;
                    case "warn" -> SeverityNumber.SEVERITY_NUMBER_WARN;
                    case "debug" -> SeverityNumber.SEVERITY_NUMBER_DEBUG;
                    default -> SeverityNumber.SEVERITY_NUMBER_INFO;
                };
            default -> SeverityNumber.SEVERITY_NUMBER_INFO;
        };
        log.setSeverityNumber(number).setSeverityText(number.name().replace("SEVERITY_NUMBER_", ""));
    }

    private Attributes common(EventRow event) {
        String user = event.text("userId");
        return new Attributes()
                .text("log.record.uid", event.text("id"))
                .text("session.id", session.sessionId().toString())
                .text("user.id", user.isEmpty() ? session.userId() : user)
                .text("enduser.pseudo.id", session.anonymousId())
                .text("browser.document.url.full", event.text("url"))
                .text("claymore.event.type", event.text("kind"))
                .text("claymore.window.id", event.text("windowId"));
    }

    private static void page(EventRow event, Attributes attributes) {
        attributes.text("url.full", event.text("url")).text("url.path", event.text("page"));
    }

    private static void click(EventRow event, Attributes attributes) {
        attributes
                .text("app.widget.id", event.text("selector"))
                .text("app.widget.name", event.text("text"))
                .number("app.screen.coordinate.x", event.number("x"))
                .number("app.screen.coordinate.y", event.number("y"));
    }

    private static void request(EventRow event, Attributes attributes, LogRecord.Builder log) {
        RecordIds.bytes(event.text("traceId"), 16).ifPresent(log::setTraceId);
        RecordIds.bytes(event.text("spanId"), 8).ifPresent(log::setSpanId);
        String method = event.text("requestMethod");
        String known = method.toUpperCase(Locale.ROOT);
        if (METHODS.contains(known)) {
            attributes.text("http.request.method", known);
        } else if (!method.isEmpty()) {
            attributes.text("http.request.method", "_OTHER").text("http.request.method_original", method);
        }
        attributes
                .text("url.full", event.text("requestUrl"))
                .known("http.response.status_code", event.number("statusCode"));
        server(event.text("requestUrl"), attributes);
        if (unanswered(event)) {
            attributes
                    .text("error.type", event.text("errorType"))
                    .text("exception.type", event.text("errorType"))
                    .text("exception.message", event.text("errorMessage"));
        } else if (event.number("statusCode") >= 400) {
            attributes.text("error.type", Long.toString(event.number("statusCode")));
        }
    }

    private static void server(String url, Attributes attributes) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null) {
                int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
                attributes.text("server.address", uri.getHost()).number("server.port", port);
            }
        } catch (URISyntaxException e) {
            // A browser takes addresses that are none; url.full has it as it was.
        }
    }

    private void exception(EventRow event, Attributes attributes, LogRecord.Builder log) {
        attributes
                .text("exception.type", event.text("errorType"))
                .text("exception.message", event.text("errorMessage"))
                .text("exception.stacktrace", event.text("errorStack"))
                .text("claymore.error.fingerprint", event.text("errorFingerprint"))
                .text("claymore.replay.url", session.replayAt(event.at()));
        if (!event.text("errorMessage").isEmpty()) {
            log.setBody(AnyValue.newBuilder().setStringValue(event.text("errorMessage")));
        }
    }

    /** What no convention has a place for. */
    private static void rest(EventRow event, Attributes attributes) {
        String type = event.text("kind");
        if (!type.equals("console") && !type.equals("custom")) {
            attributes.text("claymore.name", event.text("name"));
        }
        if (!type.equals("click")) {
            attributes.text("claymore.selector", event.text("selector"));
            attributes.text("claymore.text", type.equals("console") ? "" : event.text("text"));
        }
        if (!type.equals("request")) {
            // Others than requests may name what they belong to, too: these stay attributes, the record is no part of
            // that span.
            attributes.text("claymore.request.url", event.text("requestUrl"));
        }
        attributes
                .text("claymore.page.title", event.text("title"))
                .text("claymore.page.referrer", event.text("referrer"))
                .known("claymore.error.code", event.number("errorCode"))
                .known("claymore.duration_ms", event.number("durationMs"))
                .known("claymore.viewport.width", event.number("viewportWidth"))
                .known("claymore.viewport.height", event.number("viewportHeight"));
        if (event.decimal("value") != 0 && !WebVitals.covers(event)) {
            attributes.decimal("claymore.value", event.decimal("value"));
        }
        if (event.decimal("cartValue") != 0) {
            attributes.decimal("claymore.cart.value", event.decimal("cartValue"));
        }
        event.tags().forEach((key, value) -> attributes.text("claymore.tag." + key, String.valueOf(value)));
    }
}
