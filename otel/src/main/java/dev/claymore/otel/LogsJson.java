package dev.claymore.otel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;

/**
 * Writes logs as OTLP/JSON: protobuf's JSON, but ids are hexadecimal and enums are numbers
 * (opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). Integers of 64 bits are strings. Resources are begun and ended, so that one
 * with any number of records is written in constant memory. Not safe for use by many threads.
 */
final class LogsJson {

    private static final JsonFactory FACTORY = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final JsonGenerator json;
    private String schemaUrl = "";

    LogsJson(OutputStream out) throws IOException {
        this.json = FACTORY.createGenerator(out);
    }

    void beginRequest() throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("resourceLogs");
    }

    void beginResource(Resource resource, InstrumentationScope scope, String schema) throws IOException {
        schemaUrl = schema;
        json.writeStartObject();
        json.writeObjectFieldStart("resource");
        attributes(resource.getAttributesList());
        json.writeEndObject();
        json.writeArrayFieldStart("scopeLogs");
        json.writeStartObject();
        json.writeObjectFieldStart("scope");
        text("name", scope.getName());
        text("version", scope.getVersion());
        json.writeEndObject();
        json.writeArrayFieldStart("logRecords");
    }

    void record(LogRecord log) throws IOException {
        json.writeStartObject();
        nanos("timeUnixNano", log.getTimeUnixNano());
        nanos("observedTimeUnixNano", log.getObservedTimeUnixNano());
        if (log.getSeverityNumberValue() != 0) {
            json.writeNumberField("severityNumber", log.getSeverityNumberValue());
        }
        text("severityText", log.getSeverityText());
        text("eventName", log.getEventName());
        if (log.hasBody()) {
            json.writeFieldName("body");
            value(log.getBody());
        }
        attributes(log.getAttributesList());
        if (log.getDroppedAttributesCount() != 0) {
            json.writeNumberField("droppedAttributesCount", log.getDroppedAttributesCount());
        }
        if (log.getFlags() != 0) {
            json.writeNumberField("flags", Integer.toUnsignedLong(log.getFlags()));
        }
        text("traceId", RecordIds.hex(log.getTraceId()));
        text("spanId", RecordIds.hex(log.getSpanId()));
        json.writeEndObject();
    }

    void endResource() throws IOException {
        json.writeEndArray();
        text("schemaUrl", schemaUrl);
        json.writeEndObject();
        json.writeEndArray();
        text("schemaUrl", schemaUrl);
        json.writeEndObject();
    }

    void endRequest() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
    }

    /** A whole request, and the end of its line. */
    static void line(ExportLogsServiceRequest request, OutputStream out) throws IOException {
        LogsJson writer = new LogsJson(out);
        writer.beginRequest();
        for (ResourceLogs resource : request.getResourceLogsList()) {
            ScopeLogs scope = resource.getScopeLogs(0);
            writer.beginResource(resource.getResource(), scope.getScope(), resource.getSchemaUrl());
            for (LogRecord log : scope.getLogRecordsList()) {
                writer.record(log);
            }
            writer.endResource();
        }
        writer.endRequest();
        out.write('\n');
    }

    private void text(String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    private void nanos(String field, long value) throws IOException {
        if (value != 0) {
            json.writeStringField(field, Long.toUnsignedString(value));
        }
    }

    private void attributes(List<KeyValue> attributes) throws IOException {
        if (!attributes.isEmpty()) {
            json.writeFieldName("attributes");
            pairs(attributes);
        }
    }

    private void pairs(List<KeyValue> pairs) throws IOException {
        json.writeStartArray();
        for (KeyValue pair : pairs) {
            json.writeStartObject();
            json.writeStringField("key", pair.getKey());
            json.writeFieldName("value");
            value(pair.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void value(AnyValue value) throws IOException {
        json.writeStartObject();
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.writeStringField("stringValue", value.getStringValue());
            case BOOL_VALUE -> json.writeBooleanField("boolValue", value.getBoolValue());
            case INT_VALUE -> json.writeStringField("intValue", Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> decimal(value.getDoubleValue());
            case BYTES_VALUE ->
                json.writeStringField(
                        "bytesValue",
                        Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            case ARRAY_VALUE -> {
                json.writeObjectFieldStart("arrayValue");
                json.writeArrayFieldStart("values");
                for (AnyValue item : value.getArrayValue().getValuesList()) {
                    value(item);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            case KVLIST_VALUE -> {
                json.writeObjectFieldStart("kvlistValue");
                json.writeFieldName("values");
                pairs(value.getKvlistValue().getValuesList());
                json.writeEndObject();
            }
            default -> {}
        }
        json.writeEndObject();
    }

    /** JSON has no numbers for these three; protobuf writes them as texts. */
    private void decimal(double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField("doubleValue", value);
        } else {
            json.writeStringField("doubleValue", Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
