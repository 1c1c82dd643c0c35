package dev.claymore.query;

import dev.claymore.query.compile.ListCompiler;
import dev.claymore.query.compile.Tables;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Shows one person. Safe for use by many threads. */
public final class People {

    /** A session in which somebody signed in is theirs as a whole; one without is the browser's. */
    private static final String OF_PERSON =
            "projectId = {projectId:String} AND if(userId != '', userId, anonymousId) = {id:String}";

    private final ClickHouse clickhouse;

    public People(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * A person, by the id the site gave them or by their browser's.
     *
     * @param limit of the timeline
     * @param cursor of the newer part of the timeline; null: from now on backwards
     * @return refused with {@code not_found} when there is no session of theirs
     */
    public Outcome<PersonProfile> find(String projectId, String personId, int limit, String cursor) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            Map<String, Object> values = new HashMap<>(Map.of("projectId", projectId, "id", personId));
            Map<String, Object> person = person(reader, values);
            List<Map<String, Object>> timeline = timeline(reader, values, limit, cursor);
            boolean more = timeline.size() > limit;
            List<Map<String, Object>> shown = more ? timeline.subList(0, limit) : timeline;
            return new PersonProfile(
                    person,
                    traits(reader, values),
                    SessionColumns.maps(reader.query("""
                            SELECT device, os, browser, count() AS sessions, max(endedAt) AS lastSeenAt
                            FROM sessions
                            WHERE %s
                            GROUP BY device, os, browser
                            ORDER BY sessions DESC, lastSeenAt DESC
                            LIMIT 50
                            """.formatted(OF_PERSON), values)),
                    SessionColumns.maps(reader.query(
                            "SELECT " + String.join(", ", Tables.selected(Tables.SESSION)) + " FROM sessions WHERE "
                                    + OF_PERSON + " ORDER BY createdAt DESC, sessionId DESC LIMIT "
                                    + PersonProfile.MAX_SESSIONS,
                            values)),
                    shown,
                    more ? cursor(shown.getLast()) : null);
        });
    }

    private static Map<String, Object> person(Reader reader, Map<String, Object> values) {
        Rows found = reader.query("""
                SELECT
                    {id:String} AS person,
                    anyLast(userId) AS userId,
                    groupUniqArray(100)(anonymousId) AS anonymousIds,
                    min(%s) AS firstSeenAt,
                    max(endedAt) AS lastSeenAt,
                    count() AS sessionCount,
                    sum(eventCount) AS eventCount,
                    sum(pageviewCount) AS pageviewCount,
                    sum(errorCount) AS errorCount,
                    sum(rageClickCount) AS rageClickCount,
                    sum(durationMs) AS durationMs,
                    max(cartValue) AS cartValue,
                    argMax(country, createdAt) AS country,
                    argMax(city, createdAt) AS city,
                    argMax(locale, createdAt) AS locale
                FROM (SELECT * FROM sessions WHERE %s)
                """.formatted(Tables.FIRST_EVENT_AT, OF_PERSON), values);
        Map<String, Object> person = SessionColumns.map(found.row(0));
        if (found.row(0).number("sessionCount") == 0) {
            throw new Refusal("not_found", "id", "nobody is known as " + values.get("id"));
        }
        return person;
    }

    /** Each trait as it was told last. */
    private static Map<String, Object> traits(Reader reader, Map<String, Object> values) {
        Map<String, Object> traits = new LinkedHashMap<>();
        reader.query("""
                        SELECT key, argMax(value, timestamp) AS latest
                        FROM
                        (
                            SELECT timestamp, tags
                            FROM events
                            WHERE projectId = {projectId:String} AND type = 'identify' AND userId = {id:String}
                        )
                        ARRAY JOIN mapKeys(tags) AS key, mapValues(tags) AS value
                        GROUP BY key
                        ORDER BY key
                        LIMIT 200
                        """, values).records().forEach(row -> traits.put(row.text("key"), row.text("latest")));
        return traits;
    }

    /** By the key of {@code events}: their sessions, and nothing that began before the first of them. */
    private static List<Map<String, Object>> timeline(
            Reader reader, Map<String, Object> values, int limit, String cursor) {
        Map<String, Object> bound = new HashMap<>(values);
        String older = "";
        if (cursor != null) {
            older = "AND (timestamp, eventId) < ({time:DateTime64(3, 'UTC')}, {event:UUID})";
            bound.putAll(place(cursor));
        }
        return new ArrayList<>(SessionColumns.maps(reader.query("""
                WITH own AS (SELECT createdAt, sessionId FROM sessions WHERE %s ORDER BY createdAt DESC LIMIT 1000)
                SELECT timestamp, sessionId, eventId, type, name, page, title, selector, text, errorType, errorMessage,
                    errorCode, requestMethod, requestUrl, value, tags
                FROM events
                WHERE projectId = {projectId:String}
                    AND type NOT IN ('scroll', 'vital')
                    AND createdAt >= (SELECT min(createdAt) FROM own)
                    AND (createdAt, sessionId) IN (SELECT createdAt, sessionId FROM own)
                    %s
                ORDER BY timestamp DESC, eventId DESC
                LIMIT %d
                """.formatted(OF_PERSON, older, limit + 1), bound)));
    }

    private static String cursor(Map<String, Object> event) {
        return ListCompiler.eventCursor(String.valueOf(event.get("timestamp")), String.valueOf(event.get("eventId")));
    }

    private static Map<String, Object> place(String cursor) {
        try {
            String[] place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 2);
            return Map.of("time", Instant.parse(place[0]), "event", UUID.fromString(place[1]));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw Refusal.invalid("cursor", "is not one that this list has given out");
        }
    }
}
