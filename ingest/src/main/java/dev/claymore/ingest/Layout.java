package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The columns of the rows in the spool, in the order they are encoded in. What stays the same for a whole batch comes first, so that it
 * is copied in one piece. A segment names its columns itself ({@link #names}), so that rows survive an upgrade that adds columns.
 */
public enum Layout {
    EVENTS(
            "events",
            "projectId label, country label, region label, city label, browser label, browserVersion label, os label,"
                    + " device label, bot bool, receivedAt time, clockOffsetMs int64, sessionId uuid, createdAt time,"
                    + " windowId label, eventId uuid, timestamp time, type label, name label, userId string,"
                    + " anonymousId string, page label, url string, title label, referrer label, selector label,"
                    + " text label, x int32, y int32, errorCode uint32, errorType label, errorMessage label,"
                    + " errorStack string, errorFingerprint label, requestMethod label, requestUrl string,"
                    + " statusCode uint16, durationMs uint32, value float64, cartValue float64, locale label,"
                    + " viewportWidth uint16, viewportHeight uint16, release label, environment label, traceId string,"
                    + " spanId string, tags map, knownOnce bool"),
    REPLAY(
            "replay_events",
            "projectId label, sessionId uuid, createdAt time, windowId label, seq uint32, timestamp time, type uint8,"
                    + " source int8, interaction int8, nodeId int64, x float32, y float32, width uint16, height uint16,"
                    + " href string, tag label, text string, adds uint32, removes uint32, attributes uint32, texts uint32,"
                    + " payload string, extra string"),
    TRACES(
            "otel_traces",
            "projectId label, ServiceName label, ResourceAttributes map, ResourceSchemaUrl label, ScopeName string,"
                    + " ScopeVersion string, ScopeAttributes map, ScopeSchemaUrl label, sessionId uuid, Timestamp nanos,"
                    + " TraceId string, SpanId string, ParentSpanId string, TraceState string, SpanName label, SpanKind label,"
                    + " SpanAttributes map, Duration uint64, StatusCode label, StatusMessage string, Events.Timestamp nanos*,"
                    + " Events.Name label*, Events.Attributes map*, Links.TraceId string*, Links.SpanId string*,"
                    + " Links.TraceState string*, Links.Attributes map*, TraceFlags uint32, DroppedAttributesCount uint32,"
                    + " DroppedEventsCount uint32, DroppedLinksCount uint32"),
    LOGS(
            "otel_logs",
            "projectId label, ServiceName label, ResourceAttributes map, ResourceSchemaUrl label, ScopeName string,"
                    + " ScopeVersion label, ScopeAttributes map, ScopeSchemaUrl label, sessionId uuid, Timestamp nanos,"
                    + " ObservedTimestamp nanos, TraceId string, SpanId string, TraceFlags uint8, SeverityText label,"
                    + " SeverityNumber uint8, Body string, LogAttributes map, EventName label, DroppedAttributesCount uint32"),
    GAUGE(
            "otel_metrics_gauge",
            "projectId label, ServiceName label, ResourceAttributes map, ResourceSchemaUrl string, ScopeName string,"
                    + " ScopeVersion string, ScopeAttributes map, ScopeDroppedAttrCount uint32, ScopeSchemaUrl string,"
                    + " MetricName label, MetricDescription string, MetricUnit string, sessionId uuid, Attributes map,"
                    + " StartTimeUnix nanos, TimeUnix nanos, Flags uint32, Value float64,"
                    + " Exemplars.FilteredAttributes map*, Exemplars.TimeUnix nanos*, Exemplars.Value float64*,"
                    + " Exemplars.SpanId string*, Exemplars.TraceId string*"),
    SUM(
            "otel_metrics_sum",
            "projectId label, ServiceName label, ResourceAttributes map, ResourceSchemaUrl string, ScopeName string,"
                    + " ScopeVersion string, ScopeAttributes map, ScopeDroppedAttrCount uint32, ScopeSchemaUrl string,"
                    + " MetricName label, MetricDescription string, MetricUnit string, sessionId uuid, Attributes map,"
                    + " StartTimeUnix nanos, TimeUnix nanos, Flags uint32, Value float64, AggregationTemporality int32, IsMonotonic bool,"
                    + " Exemplars.FilteredAttributes map*, Exemplars.TimeUnix nanos*, Exemplars.Value float64*,"
                    + " Exemplars.SpanId string*, Exemplars.TraceId string*"),
    HISTOGRAM(
            "otel_metrics_histogram",
            "projectId label, ServiceName label, ResourceAttributes map, ResourceSchemaUrl string, ScopeName string,"
                    + " ScopeVersion string, ScopeAttributes map, ScopeDroppedAttrCount uint32, ScopeSchemaUrl string,"
                    + " MetricName label, MetricDescription string, MetricUnit string, sessionId uuid, Attributes map,"
                    + " StartTimeUnix nanos, TimeUnix nanos, Flags uint32, Count uint64, Sum float64, BucketCounts uint64*, ExplicitBounds float64*, Min float64, Max float64, AggregationTemporality int32,"
                    + " Exemplars.FilteredAttributes map*, Exemplars.TimeUnix nanos*, Exemplars.Value float64*,"
                    + " Exemplars.SpanId string*, Exemplars.TraceId string*"),
    EXPONENTIAL_HISTOGRAM(
            "otel_metrics_exponential_histogram",
            "projectId label, ServiceName label, ResourceAttributes map, ResourceSchemaUrl string, ScopeName string,"
                    + " ScopeVersion string, ScopeAttributes map, ScopeDroppedAttrCount uint32, ScopeSchemaUrl string,"
                    + " MetricName label, MetricDescription string, MetricUnit string, sessionId uuid, Attributes map,"
                    + " StartTimeUnix nanos, TimeUnix nanos, Flags uint32, Count uint64, Sum float64, Scale int32, ZeroCount uint64, PositiveOffset int32, PositiveBucketCounts uint64*, NegativeOffset int32, NegativeBucketCounts uint64*, Min float64, Max float64, AggregationTemporality int32, ZeroThreshold float64,"
                    + " Exemplars.FilteredAttributes map*, Exemplars.TimeUnix nanos*, Exemplars.Value float64*,"
                    + " Exemplars.SpanId string*, Exemplars.TraceId string*"),
    SUMMARY(
            "otel_metrics_summary",
            "projectId label, ServiceName label, ResourceAttributes map, ResourceSchemaUrl string, ScopeName string,"
                    + " ScopeVersion string, ScopeAttributes map, ScopeDroppedAttrCount uint32, ScopeSchemaUrl string,"
                    + " MetricName label, MetricDescription string, MetricUnit string, sessionId uuid, Attributes map,"
                    + " StartTimeUnix nanos, TimeUnix nanos, Flags uint32, Count uint64, Sum float64, ValueAtQuantiles.Quantile float64*, ValueAtQuantiles.Value float64*");

    private final String table;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.copyOf.
    private final List<Column> columns;

    Layout(String table, String columns) {
        this.table = table;
        List<Column> parsed = new ArrayList<>();
        for (String column : columns.split(", ")) {
            String[] words = column.split(" ");
            parsed.add(new Column(words[0], words[1]));
        }
        this.columns = List.copyOf(parsed);
    }

    /** Name of the table in ClickHouse. */
    public String table() {
        return table;
    }

    /** @throws IllegalArgumentException when no layout is the table's */
    static Layout of(String table) {
        for (Layout layout : values()) {
            if (layout.table.equals(table)) {
                return layout;
            }
        }
        throw new IllegalArgumentException("a table " + table);
    }

    List<Column> columns() {
        return columns;
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * @param type of the encoding: string, label (a string of which there are few), bool, time (milliseconds, 64 bit), nanos (the same in
     *     nanoseconds), second (32 bit), uuid, map (of labels to strings), or a number by its size; with {@code *} behind it several of them
     */
    record Column(String name, String type) {

        /** Bytes of a value, 0 when they vary. */
        int width() {
            if (isArray()) {
                return 0;
            }
            return switch (type) {
                case "bool", "int8", "uint8" -> 1;
                case "int16", "uint16" -> 2;
                case "int32", "uint32", "float32", "second" -> 4;
                case "int64", "uint64", "float64", "time", "nanos" -> 8;
                case "uuid" -> 16;
                case "string", "label", "map" -> 0;
                default -> throw new IllegalArgumentException("a column of type " + type);
            };
        }

        boolean isArray() {
            return type.endsWith("*");
        }

        /** Of each value of an array. */
        Column element() {
            return new Column(name, type.substring(0, type.length() - 1));
        }

        String clickHouseType() {
            if (isArray()) {
                return "Array(" + element().clickHouseType() + ")";
            }
            return switch (type) {
                case "string" -> "String";
                case "label" -> "LowCardinality(String)";
                case "bool" -> "Bool";
                case "time" -> "DateTime64(3, 'UTC')";
                case "nanos" -> "DateTime64(9)";
                case "second" -> "DateTime('UTC')";
                case "uuid" -> "UUID";
                case "map" -> "Map(LowCardinality(String), String)";
                default ->
                    (type.startsWith("u") ? "UI" : type.substring(0, 1).toUpperCase(Locale.ROOT))
                            + type.substring(type.startsWith("u") ? 2 : 1);
            };
        }
    }
}
