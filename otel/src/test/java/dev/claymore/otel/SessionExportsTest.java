package dev.claymore.otel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionExportsTest {

    private static final Instant BEGAN = Instant.parse("2026-03-02T10:00:00.123Z");
    private static final Range DAY =
            new Range(Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z"));

    private static ClickHouse clickhouse;
    private static SessionExports exports;
    private static UUID rich;
    private static UUID long2;

    @BeforeAll
    static void visits() {
        clickhouse = TestDatabase.migrated();
        exports = new SessionExports(clickhouse, SemanticModel.load(), projectId -> Cohorts.NONE);
        Visits visits = new Visits(clickhouse);
        rich = visits.session(BEGAN);
        visits.insert(
                "events",
                List.of(
                        visits.event(
                                rich, BEGAN, "pageview", "title", "Checkout", "referrer", "https://search.example/"),
                        visits.event(
                                rich, BEGAN.plusMillis(10), "identify", "userId", "u-7", "tags", Map.of("plan", "pro")),
                        visits.event(
                                rich,
                                BEGAN.plusMillis(20),
                                "click",
                                "selector",
                                "#buy",
                                "text",
                                "Buy",
                                "x",
                                12,
                                "y",
                                34),
                        visits.event(
                                rich,
                                BEGAN.plusMillis(30),
                                "request",
                                "requestMethod",
                                "POST",
                                "requestUrl",
                                "https://api.example:8443/pay",
                                "statusCode",
                                500,
                                "errorCode",
                                500,
                                "durationMs",
                                81,
                                "traceId",
                                Visits.TRACE,
                                "spanId",
                                Visits.SPAN),
                        visits.event(
                                rich,
                                BEGAN.plusMillis(40),
                                "request",
                                "requestMethod",
                                "brew",
                                "requestUrl",
                                "https://api.example/tea",
                                "errorType",
                                "TypeError",
                                "errorMessage",
                                "Failed to fetch"),
                        visits.event(
                                rich,
                                BEGAN.plusMillis(50),
                                "error",
                                "errorType",
                                "RangeError",
                                "errorMessage",
                                "too \"far\"\n",
                                "errorStack",
                                "RangeError: too far\n  at pay (app.js:1:2)"),
                        visits.event(rich, BEGAN.plusMillis(60), "console", "name", "error", "text", "payment failed"),
                        visits.event(rich, BEGAN.plusMillis(70), "vital", "name", "LCP", "value", 2600.5),
                        visits.event(rich, BEGAN.plusMillis(80), "vital", "name", "LCP", "value", 4100),
                        visits.event(rich, BEGAN.plusMillis(90), "vital", "name", "longtask", "value", 70),
                        visits.event(
                                rich,
                                BEGAN.plusMillis(100),
                                "custom",
                                "name",
                                "coupon applied",
                                "value",
                                5,
                                "cartValue",
                                120.5)));
        visits.recording(rich, BEGAN, 3);
        long2 = visits.session(BEGAN.plusSeconds(3600));
        visits.visit(long2, BEGAN.plusSeconds(3600), 2_500);
        visits.visit(visits.session(BEGAN.plusSeconds(86_400)), BEGAN.plusSeconds(86_400), 1);
    }

    @AfterAll
    static void close() {
        clickhouse.close();
    }

    @Test
    void everyEventIsARecordByTheConventionsBetweenTheSessionsStartAndEnd() throws IOException {
        ExportLogsServiceRequest request = parsed(document(rich, false));
        List<LogRecord> records = records(List.of(request));

        assertThat(records)
                .extracting(LogRecord::getEventName)
                .containsExactly(
                        "session.start",
                        "claymore.pageview",
                        "claymore.identify",
                        "app.widget.click",
                        "claymore.request",
                        "http.client.request.exception",
                        "exception",
                        "browser.console",
                        "browser.web_vital",
                        "browser.web_vital",
                        "claymore.vital",
                        "coupon applied",
                        "session.end");
        assertThat(records).allSatisfy(record -> {
            assertThat(attributes(record))
                    .containsEntry("session.id", rich.toString())
                    .containsEntry("user.id", "u-7");
            assertThat(Receiver.uid(record)).isNotEmpty();
        });
        assertThat(records).extracting(Receiver::uid).doesNotHaveDuplicates();
        assertThat(records).extracting(LogRecord::getTimeUnixNano).isSorted();
        assertThat(records.getFirst().getTimeUnixNano()).isEqualTo(1_772_445_600_123_000_000L);

        LogRecord failed = records.get(4);
        assertThat(HexFormat.of().formatHex(failed.getTraceId().toByteArray())).isEqualTo(Visits.TRACE);
        assertThat(HexFormat.of().formatHex(failed.getSpanId().toByteArray())).isEqualTo(Visits.SPAN);
        assertThat(attributes(failed))
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.response.status_code", 500L)
                .containsEntry("error.type", "500")
                .containsEntry("url.full", "https://api.example:8443/pay")
                .containsEntry("server.address", "api.example")
                .containsEntry("server.port", 8443L);
        assertThat(attributes(records.get(5)))
                .containsEntry("http.request.method", "_OTHER")
                .containsEntry("http.request.method_original", "brew")
                .containsEntry("exception.type", "TypeError")
                .containsEntry("exception.message", "Failed to fetch");
        assertThat(attributes(records.get(6)))
                .containsEntry("exception.type", "RangeError")
                .containsEntry("exception.message", "too \"far\"\n")
                .containsEntry("claymore.replay.url", "https://claymore.example/p/shop/sessions/" + rich + "?t=0.0")
                .containsKey("exception.stacktrace");
        assertThat(records.get(6).getSeverityNumberValue()).isEqualTo(17);
        assertThat(records.get(7).getBody().getStringValue()).isEqualTo("payment failed");
        assertThat(attributes(records.get(7))).containsEntry("browser.console.method", "error");
        assertThat(attributes(records.get(8)))
                .containsEntry("browser.web_vital.name", "lcp")
                .containsEntry("browser.web_vital.value", 2600.5)
                .containsEntry("browser.web_vital.delta", 2600.5)
                .containsEntry("browser.web_vital.rating", "needs-improvement");
        assertThat(attributes(records.get(9)))
                .containsEntry("browser.web_vital.delta", 1499.5)
                .containsEntry("browser.web_vital.rating", "poor")
                .containsEntry(
                        "browser.web_vital.id", attributes(records.get(8)).get("browser.web_vital.id"));
        assertThat(attributes(records.get(11))).containsEntry("claymore.cart.value", 120.5);
        assertThat(attributes(records.get(2))).containsEntry("claymore.tag.plan", "pro");
        assertThat(map(request.getResourceLogs(0).getResource().getAttributesList()))
                .containsEntry("service.name", "shop")
                .containsEntry("service.version", "1.2.3")
                .containsEntry("deployment.environment.name", "production")
                .containsEntry("user_agent.name", "Chrome")
                .containsEntry("os.type", "windows")
                .containsEntry("browser.language", "de-DE")
                .containsEntry("browser.mobile", false)
                .containsEntry("geo.country.iso_code", "DE")
                .containsEntry("geo.locality.name", "Berlin");
    }

    @Test
    void theRecordingComesOnRequestAsItWasRecorded() throws IOException {
        List<LogRecord> records = records(List.of(parsed(document(rich, true))));
        List<LogRecord> replay = records.stream()
                .filter(record -> record.getEventName().equals("claymore.replay"))
                .toList();

        assertThat(records).hasSize(16);
        assertThat(records.getLast().getEventName()).isEqualTo("session.end");
        assertThat(replay)
                .extracting(record -> attributes(record).get("claymore.replay.seq"))
                .containsExactly(0L, 1L, 2L);
        assertThat(replay.getFirst().getBody().getStringValue())
                .isEqualTo("{\"type\":3,\"data\":{\"source\":1,\"text\":\"\\\"ä\\n\"},\"timestamp\":"
                        + BEGAN.toEpochMilli() + "}");
    }

    @Test
    void whatIsWrittenAsJsonEqualsWhatIsWrittenAsProtobufInRequestsOfBoundedSize() throws IOException {
        List<ExportLogsServiceRequest> json = new ArrayList<>();
        for (String line : range(Condition.ALWAYS, SessionExports.Encoding.JSON_LINES)
                .toString(StandardCharsets.UTF_8)
                .split("\n")) {
            json.add(parsed(line));
        }
        List<ExportLogsServiceRequest> protobuf = delimited(range(Condition.ALWAYS, SessionExports.Encoding.PROTOBUF));

        assertThat(json).isEqualTo(protobuf);
        assertThat(protobuf)
                .hasSizeBetween(3, 6)
                .allMatch(request -> records(List.of(request)).size() <= 1_000);
        List<LogRecord> records = records(protobuf);
        assertThat(records).hasSize(13 + 2_503);
        assertThat(records).extracting(Receiver::uid).doesNotHaveDuplicates();
        assertThat(records.subList(13, records.size()))
                .allMatch(record -> attributes(record).get("session.id").equals(long2.toString()))
                .isSortedAccordingTo((a, b) -> Long.compare(a.getTimeUnixNano(), b.getTimeUnixNano()));
    }

    @Test
    void aRangeIsNarrowedByTheFiltersOfTheQueryLanguage() throws IOException {
        Condition failed = QueryJson.filters(
                new ObjectMapper().readTree("[{\"field\":\"errorCode\",\"op\":\"eq\",\"values\":[500]}]"));

        assertThat(records(delimited(range(failed, SessionExports.Encoding.PROTOBUF))))
                .hasSize(13)
                .allMatch(record -> attributes(record).get("session.id").equals(rich.toString()));
    }

    @Test
    void anotherProjectsSessionIsNotFound() {
        assertThat(exports.find("other", rich, "https://claymore.example")).isEmpty();
        assertThat(exports.find("shop", UUID.fromString("01890000-0000-7000-8000-000000000000"), ""))
                .isEmpty();
    }

    private static String document(UUID session, boolean replay) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exports.find("shop", session, "https://claymore.example").orElseThrow().writeTo(out, replay);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ByteArrayOutputStream range(Condition where, SessionExports.Encoding encoding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exports.select("shop", DAY, where, false, "https://claymore.example").writeTo(out, encoding);
        return out;
    }

    private static List<ExportLogsServiceRequest> delimited(ByteArrayOutputStream bytes) throws IOException {
        List<ExportLogsServiceRequest> requests = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
        for (ExportLogsServiceRequest request = ExportLogsServiceRequest.parseDelimitedFrom(in);
                request != null;
                request = ExportLogsServiceRequest.parseDelimitedFrom(in)) {
            requests.add(request);
        }
        return requests;
    }

    /** Reads OTLP/JSON: protobuf's JSON but for the ids, which are hexadecimal there. */
    static ExportLogsServiceRequest parsed(String json) throws IOException {
        JsonNode document = new ObjectMapper().readTree(json);
        for (JsonNode record : document.findValues("logRecords")) {
            record.forEach(each -> {
                for (String id : List.of("traceId", "spanId")) {
                    if (each.has(id)) {
                        byte[] bytes = HexFormat.of().parseHex(each.get(id).textValue());
                        ((ObjectNode) each).put(id, Base64.getEncoder().encodeToString(bytes));
                    }
                }
                assertThat(each.get("timeUnixNano").isTextual()).isTrue();
                assertThat(each.get("severityNumber").isInt()).isTrue();
            });
        }
        ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
        JsonFormat.parser().merge(document.toString(), request);
        return request.build();
    }

    static List<LogRecord> records(List<ExportLogsServiceRequest> requests) {
        List<LogRecord> records = new ArrayList<>();
        for (ExportLogsServiceRequest request : requests) {
            for (ResourceLogs resource : request.getResourceLogsList()) {
                resource.getScopeLogsList().forEach(scope -> records.addAll(scope.getLogRecordsList()));
            }
        }
        return records;
    }

    private static Map<String, Object> attributes(LogRecord record) {
        return map(record.getAttributesList());
    }

    private static Map<String, Object> map(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(KeyValue::getKey, attribute -> plain(attribute.getValue())));
    }

    private static Object plain(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BOOL_VALUE -> value.getBoolValue();
            default -> value;
        };
    }
}
