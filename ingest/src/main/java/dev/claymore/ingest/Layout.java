package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The columns of the rows in the spool, in the order they are encoded in. What stays the same for a whole batch comes first, so that it
 * is copied in one piece. A segment names its columns itself ({@link #names}), so that rows survive an upgrade that adds columns.
 */
enum Layout {
    EVENTS(
            "events",
            "projectId label, country label, region label, city label, browser label, browserVersion label, os label,"
                    + " device label, bot bool, receivedAt time, clockOffsetMs int64, sessionId uuid, createdAt time,"
                    + " windowId label, eventId uuid, timestamp time, type label, name label, userId string,"
                    + " anonymousId string, page label, url string, title label, referrer label, selector label,"
                    + " text string, x int32, y int32, errorCode uint32, errorType label, errorMessage string,"
                    + " errorStack string, errorFingerprint string, requestMethod label, requestUrl string,"
                    + " statusCode uint16, durationMs uint32, value float64, cartValue float64, locale label,"
                    + " viewportWidth uint16, viewportHeight uint16, release label, environment label, traceId string,"
                    + " spanId string, tags map"),
    REPLAY(
            "replay_events",
            "projectId label, sessionId uuid, createdAt time, windowId label, seq uint32, timestamp time, type uint8,"
                    + " source int8, interaction int8, nodeId int64, x float32, y float32, width uint16, height uint16,"
                    + " href string, tag label, text string, adds uint32, removes uint32, attributes uint32, texts uint32,"
                    + " payload string, extra string");

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

    String table() {
        return table;
    }

    List<Column> columns() {
        return columns;
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * @param type of the encoding: string, label (a string of which there are few), bool, time (milliseconds, 64 bit), second (32 bit), uuid,
     *     map (of labels to strings), or a number by its size
     */
    record Column(String name, String type) {

        /** Bytes of a value, 0 when they vary. */
        int width() {
            return switch (type) {
                case "bool", "int8", "uint8" -> 1;
                case "int16", "uint16" -> 2;
                case "int32", "uint32", "float32", "second" -> 4;
                case "int64", "uint64", "float64", "time" -> 8;
                case "uuid" -> 16;
                case "string", "label", "map" -> 0;
                default -> throw new IllegalArgumentException("a column of type " + type);
            };
        }

        String clickHouseType() {
            return switch (type) {
                case "string" -> "String";
                case "label" -> "LowCardinality(String)";
                case "bool" -> "Bool";
                case "time" -> "DateTime64(3, 'UTC')";
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
