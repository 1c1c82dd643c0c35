package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of the rows in the spool, in the order they are encoded in. What stays the same for a whole batch comes first, so that it
 * is copied in one piece. A segment names its columns itself ({@link #names}), so that rows survive an upgrade that adds columns.
 */
enum Layout {
    EVENTS(
            "events",
            "projectId string, country string, region string, city string, browser string, browserVersion string, os string,"
                    + " device string, bot bool, receivedAt time, clockOffsetMs int64, sessionId uuid, createdAt time,"
                    + " windowId string, eventId uuid, timestamp time, type string, name string, userId string,"
                    + " anonymousId string, page string, url string, title string, referrer string, selector string,"
                    + " text string, x int32, y int32, errorCode int32, errorType string, errorMessage string,"
                    + " errorStack string, errorFingerprint string, requestMethod string, requestUrl string,"
                    + " statusCode int16, durationMs int32, value float64, cartValue float64, locale string,"
                    + " viewportWidth int16, viewportHeight int16, release string, environment string, traceId string,"
                    + " spanId string, tags map"),
    REPLAY(
            "replay_events",
            "projectId string, sessionId uuid, createdAt time, windowId string, seq int32, timestamp time, type int8,"
                    + " source int8, interaction int8, nodeId int64, x float32, y float32, width int16, height int16,"
                    + " href string, tag string, text string, adds int32, removes int32, attributes int32, texts int32,"
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

    /** @param type of the encoding: string, bool, time (Int64 of milliseconds), uuid, map (of strings), or a number by its size */
    record Column(String name, String type) {}
}
