package dev.claymore.otel;

import dev.claymore.query.compile.SessionsCompiler;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds what a receiver does not have yet: sessions that are finished and have more rows than were delivered of them, however late the rows
 * came. Weeks in which nothing has come in are not looked at.
 */
final class PushPlan {

    /** A browser's session ends after a day; what backends add later is sent in its turn. */
    private static final Duration LONGEST_SESSION = Duration.ofHours(24);

    /** Batches of one visitor come one after another: what belongs together should leave together. */
    private static final Duration SETTLE = Duration.ofMinutes(1);

    private static final String FINISHED =
            "(endedAt <= {idleBefore:DateTime64(3, 'UTC')} OR createdAt <= {dayBefore:DateTime64(3, 'UTC')})";

    private final ClickHouse clickhouse;
    private final SessionFinder finder;
    private final String projectId;
    private final PushSettings settings;
    private final Condition where;
    private final String origin;

    PushPlan(ClickHouse clickhouse, SessionFinder finder, String projectId, PushSettings settings, String origin) {
        this.clickhouse = clickhouse;
        this.finder = finder;
        this.projectId = projectId;
        this.settings = settings;
        this.where = QueryJson.filters(settings.filters());
        this.origin = origin;
    }

    /**
     * What is to be done in a week.
     *
     * @param waiting finished sessions that are not delivered, or not whole
     * @param oldest when the first of them ended
     * @param unfinished sessions that will have to be
     */
    record Backlog(long waiting, Instant oldest, long unfinished) {}

    /** Rows by week, Monday first: while it stays the same, nothing has come in. */
    Map<LocalDate, Long> weeks() {
        Map<LocalDate, Long> weeks = new LinkedHashMap<>();
        clickhouse
                .query("""
                        SELECT toString(toMonday(createdAt)) AS week, sum(eventCount) + sum(replayEventCount) AS rows
                        FROM sessions
                        WHERE projectId = {projectId:String} AND createdAt >= {from:DateTime64(3, 'UTC')}
                        GROUP BY week
                        ORDER BY week
                        SETTINGS final = 0
                        """, Map.of("projectId", projectId, "from", Instant.ofEpochMilli(settings.from())))
                .records()
                .forEach(row -> weeks.put(LocalDate.parse(row.text("week")), row.number("rows")));
        return weeks;
    }

    Backlog backlog(LocalDate week, Instant now) {
        SessionsCompiler matching = matching(week);
        Rows.Row row = clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .query(
                        "SELECT countIf(" + FINISHED + ") AS waiting, toUnixTimestamp64Milli(minIf(endedAt, " + FINISHED
                                + ")) AS oldest, countIf(NOT " + FINISHED + ") AS unfinished FROM\n("
                                + undelivered(matching) + ")",
                        parameters(matching, week, now))
                .row(0);
        return new Backlog(row.number("waiting"), Instant.ofEpochMilli(row.number("oldest")), row.number("unfinished"));
    }

    /** The next finished sessions of a week that are not delivered or not whole, after {@code after}. */
    List<ExportedSession> page(LocalDate week, ExportedSession after, Instant now) {
        SessionsCompiler matching = matching(week);
        Map<String, Object> parameters = parameters(matching, week, now);
        if (after != null) {
            parameters.put("after", after.createdAt());
            parameters.put("afterId", after.sessionId());
        }
        String sql = "SELECT " + String.join(", ", ExportedSession.COLUMNS)
                + "\nFROM sessions\nWHERE projectId = {projectId:String} AND (createdAt, sessionId) IN\n("
                + "SELECT createdAt, sessionId FROM (" + undelivered(matching) + ")\nWHERE " + FINISHED
                + (after == null ? "" : " AND " + SessionFinder.AFTER)
                + "\nORDER BY createdAt, sessionId LIMIT " + SessionFinder.PAGE + ")\nORDER BY createdAt, sessionId";
        return clickhouse.reader(projectId, ReadLimits.PRODUCT).query(sql, parameters).records().stream()
                .map(row -> ExportedSession.of(projectId, row, origin))
                .toList();
    }

    /** Those that nothing has arrived of for a while. */
    List<ExportedSession> settled(List<ExportedSession> sessions, Instant now) {
        Duration settle = settings.idle().compareTo(SETTLE) < 0 ? settings.idle() : SETTLE;
        Set<UUID> arriving = new HashSet<>();
        Map<String, Object> key = SessionReader.key(sessions, null);
        key.put("settled", now.minus(settle));
        clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .query("""
                        SELECT DISTINCT toString(sessionId) AS id
                        FROM events
                        WHERE projectId = {projectId:String}
                            AND createdAt IN {starts:Array(DateTime64(3, 'UTC'))}
                            AND sessionId IN {ids:Array(UUID)}
                            AND receivedAt > {settled:DateTime64(3, 'UTC')}
                        """, key)
                .records()
                .forEach(row -> arriving.add(UUID.fromString(row.text("id"))));
        return sessions.stream()
                .filter(session -> !arriving.contains(session.sessionId()))
                .toList();
    }

    /** Which of the sessions' marks were delivered, by hash. */
    Set<Long> delivered(List<ExportedSession> sessions) {
        List<BigInteger> marks = new ArrayList<>();
        sessions.forEach(session -> {
            marks.add(unsigned(SessionMarks.start(session).hash()));
            marks.add(unsigned(SessionMarks.end(session).hash()));
        });
        Map<String, Object> key = SessionReader.key(sessions, settings.streamId());
        key.put("marks", marks);
        Set<Long> delivered = new HashSet<>();
        clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .query("""
                        SELECT toString(arrayJoin(arrayIntersect(records, {marks:Array(UInt64)}))) AS mark
                        FROM export_ledger
                        WHERE projectId = {projectId:String}
                            AND streamId = {streamId:UUID}
                            AND createdAt IN {starts:Array(DateTime64(3, 'UTC'))}
                            AND sessionId IN {ids:Array(UUID)}
                        """, key)
                .records()
                .forEach(row -> delivered.add(Long.parseUnsignedLong(row.text("mark"))));
        return delivered;
    }

    /** Rows that a session has now, as far as they are sent. */
    long rows(ExportedSession session) {
        return session.eventCount() + (settings.replay() ? session.replayEventCount() : 0);
    }

    private static BigInteger unsigned(long hash) {
        return new BigInteger(Long.toUnsignedString(hash));
    }

    private SessionsCompiler matching(LocalDate week) {
        return finder.matching(projectId, range(week), where);
    }

    private Range range(LocalDate week) {
        Instant monday = week.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant from = Instant.ofEpochMilli(settings.from());
        return new Range(from.isAfter(monday) ? from : monday, monday.plus(Duration.ofDays(7)));
    }

    private String undelivered(SessionsCompiler matching) {
        String rows = settings.replay() ? "eventCount + replayEventCount AS rows" : "eventCount AS rows";
        return "\nSELECT m.createdAt AS createdAt, m.sessionId AS sessionId, m.endedAt AS endedAt\nFROM\n("
                + matching.matchingSql(List.of("createdAt", "sessionId", "endedAt", rows)) + """

                ) AS m
                LEFT JOIN
                (
                    SELECT sessionId, max(rowCount) AS rowCount
                    FROM export_ledger
                    WHERE projectId = {projectId:String}
                        AND streamId = {streamId:UUID}
                        AND createdAt >= {weekFrom:DateTime64(3, 'UTC')}
                        AND createdAt < {weekTo:DateTime64(3, 'UTC')}
                    GROUP BY sessionId
                ) AS d ON d.sessionId = m.sessionId
                WHERE m.rows > d.rowCount
                """;
    }

    private Map<String, Object> parameters(SessionsCompiler matching, LocalDate week, Instant now) {
        Map<String, Object> parameters = new HashMap<>(matching.values().parameters());
        parameters.put("streamId", settings.streamId());
        parameters.put("weekFrom", range(week).from());
        parameters.put("weekTo", range(week).to());
        parameters.put("idleBefore", now.minus(settings.idle()));
        parameters.put("dayBefore", now.minus(LONGEST_SESSION));
        return parameters;
    }
}
