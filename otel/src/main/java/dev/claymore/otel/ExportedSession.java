package dev.claymore.otel;

import dev.claymore.store.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A session as it stood when its export began.
 *
 * @param lastAt of its last event; the start when it has no event but a recording
 * @param replayUrl of the page that plays it; empty when there is no recording, or none any more
 */
record ExportedSession(
        String projectId,
        UUID sessionId,
        Instant createdAt,
        Instant firstAt,
        Instant lastAt,
        long eventCount,
        long replayEventCount,
        String userId,
        String anonymousId,
        String country,
        String region,
        String city,
        String browser,
        String browserVersion,
        String os,
        String device,
        String locale,
        boolean bot,
        String release,
        String environment,
        String entryUrl,
        String replayUrl) {

    /** Of the table {@code sessions}, in the order {@link #of} reads them. */
    static final List<String> COLUMNS = List.of(
            "toString(sessionId) AS id",
            "toUnixTimestamp64Milli(createdAt) AS began",
            "toUnixTimestamp64Milli(if(eventCount = 0, createdAt, firstEventAt)) AS first",
            "toUnixTimestamp64Milli(endedAt) AS last",
            "eventCount",
            "replayEventCount",
            "hasReplay",
            "userId",
            "anonymousId",
            "country",
            "region",
            "city",
            "browser",
            "browserVersion",
            "os",
            "device",
            "locale",
            "bot",
            "release",
            "environment",
            "entryUrl");

    static ExportedSession of(String projectId, Rows.Row row, String origin) {
        UUID sessionId = UUID.fromString(row.text("id"));
        return new ExportedSession(
                projectId,
                sessionId,
                Instant.ofEpochMilli(row.number("began")),
                Instant.ofEpochMilli(row.number("first")),
                Instant.ofEpochMilli(row.number("last")),
                row.number("eventCount"),
                row.number("replayEventCount"),
                row.text("userId"),
                row.text("anonymousId"),
                row.text("country"),
                row.text("region"),
                row.text("city"),
                row.text("browser"),
                row.text("browserVersion"),
                row.text("os"),
                row.text("device"),
                row.text("locale"),
                Boolean.TRUE.equals(row.get("bot")),
                row.text("release"),
                row.text("environment"),
                row.text("entryUrl"),
                Boolean.TRUE.equals(row.get("hasReplay")) ? origin + "/p/" + projectId + "/sessions/" + sessionId : "");
    }

    /** Where the player stands at a moment of the session. */
    String replayAt(Instant moment) {
        long offset = Math.max(0, moment.toEpochMilli() - firstAt.toEpochMilli());
        return replayUrl.isEmpty() ? "" : replayUrl + "?t=" + offset / 1_000 + "." + offset % 1_000 / 100;
    }

    /** Of a record that is no row: the same each time, for the same session and the same content. */
    UUID recordId(String what) {
        return UUID.nameUUIDFromBytes((sessionId + " " + what).getBytes(StandardCharsets.UTF_8));
    }
}
