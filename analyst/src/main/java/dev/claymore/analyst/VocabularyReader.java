package dev.claymore.analyst;

import dev.claymore.analyst.Vocabulary.Value;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Reads a project's words out of ClickHouse: of the latest quarter of its data, the frequent ones of each field. */
final class VocabularyReader {

    private static final String SESSIONS = """
            SELECT field, value, count() AS n
            FROM
            (
                SELECT arrayJoin([
                        ('country', country), ('region', region), ('city', city), ('browser', browser), ('os', os),
                        ('device', device), ('locale', locale), ('release', release), ('environment', environment),
                        ('utmSource', utmSource), ('utmMedium', utmMedium), ('utmCampaign', utmCampaign),
                        ('utmTerm', utmTerm), ('utmContent', utmContent), ('referrer', domainWithoutWWW(referrer))]) AS pair,
                    pair.1 AS field,
                    pair.2 AS value
                FROM sessions
                WHERE projectId = {projectId:String} AND createdAt > $since
            )
            WHERE value != ''
            GROUP BY field, value
            ORDER BY n DESC
            LIMIT 500 BY field
            """;

    private static final String ARRAYS = """
            SELECT field, value, count() AS n
            FROM
            (
                SELECT arrayJoin(arrayConcat(
                        arrayMap(x -> ('page', x), pages), arrayMap(x -> ('customEvent', x), eventNames),
                        arrayMap(x -> ('errorType', x), errorTypes), arrayMap(x -> ('errorCode', toString(x)), errorCodes))) AS pair,
                    pair.1 AS field,
                    pair.2 AS value
                FROM sessions
                WHERE projectId = {projectId:String} AND createdAt > $since
            )
            WHERE value != ''
            GROUP BY field, value
            ORDER BY n DESC
            LIMIT 2000 BY field
            """;

    private static final String EVENTS = """
            SELECT field, value, count() AS n
            FROM
            (
                SELECT arrayJoin([
                        (multiIf(type = 'error', 'errorMessage', type = 'request', 'requestUrl', type = 'click', 'text', 'vital'),
                            multiIf(type = 'error', errorMessage, type = 'request', requestUrl, type = 'click', text, name)),
                        ('failureMessage', if(type = 'request', errorMessage, ''))]) AS pair,
                    pair.1 AS field,
                    pair.2 AS value
                FROM events
                WHERE projectId = {projectId:String} AND type IN ('error', 'request', 'click', 'vital') AND timestamp > $since
            )
            WHERE value != ''
            GROUP BY field, value
            ORDER BY n DESC
            LIMIT 500 BY field
            """;

    private static final String CUSTOM = """
            SELECT name, countIf(value != 0) AS withValue
            FROM events
            WHERE projectId = {projectId:String} AND type = 'custom' AND timestamp > $since
            GROUP BY name
            ORDER BY count() DESC
            LIMIT 2000
            """;

    private static final String IDS = """
            SELECT pair.1 AS field, pair.2 AS value, 1 AS n
            FROM
            (
                SELECT arrayJoin([('userId', userId), ('anonymousId', anonymousId)]) AS pair
                FROM sessions
                WHERE projectId = {projectId:String} AND createdAt > $since
                ORDER BY createdAt DESC
                LIMIT 40
            )
            WHERE value != ''
            """;

    private static final String SELECTORS = """
            SELECT 'selector' AS field, selector AS value, count() AS n
            FROM events
            WHERE projectId = {projectId:String} AND type = 'click' AND timestamp > $since AND selector != ''
            GROUP BY selector
            ORDER BY n DESC
            LIMIT 300
            """;

    private static final String TAGS = """
            SELECT key, topK(200)(value) AS frequent, count() AS n
            FROM session_tags
            WHERE projectId = {projectId:String} AND createdAt > $since
            GROUP BY key
            ORDER BY n DESC
            LIMIT 300
            """;

    private static final String RECENT_SESSIONS =
            "(SELECT max(createdAt) - INTERVAL 100 DAY FROM sessions WHERE projectId = {projectId:String})";
    private static final String RECENT_DAYS =
            "(SELECT toDateTime(max(day)) - INTERVAL $days DAY FROM project_days WHERE projectId = {projectId:String})";

    private VocabularyReader() {}

    private static String since(String sql, String time) {
        return sql.replace("$since", time);
    }

    /** Reads all of it at once, so that who waits for it does not wait long. */
    static Vocabulary read(ClickHouse clickhouse, String projectId) {
        return read(clickhouse, projectId, Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Reads one thing after the other: nobody waits, and the questions that are asked meanwhile need the processors. */
    static Vocabulary renew(ClickHouse clickhouse, String projectId) {
        return read(clickhouse, projectId, Executors.newSingleThreadExecutor());
    }

    private static Vocabulary read(ClickHouse clickhouse, String projectId, ExecutorService executor) {
        Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
        Map<String, Object> parameters = Map.of("projectId", projectId);
        try (ExecutorService readers = executor) {
            List<Future<Rows>> fields = Stream.of(
                            since(SESSIONS, RECENT_SESSIONS),
                            since(ARRAYS, RECENT_SESSIONS),
                            since(IDS, RECENT_SESSIONS),
                            since(SELECTORS, RECENT_DAYS.replace("$days", "31")),
                            since(EVENTS, RECENT_DAYS.replace("$days", "31")))
                    .map(sql -> readers.submit(() -> reader.query(sql, parameters)))
                    .toList();
            Future<Rows> custom =
                    readers.submit(() -> reader.query(since(CUSTOM, RECENT_DAYS.replace("$days", "100")), parameters));
            Future<Rows> tags = readers.submit(() -> reader.query(since(TAGS, RECENT_SESSIONS), parameters));
            return vocabulary(fields.stream().map(VocabularyReader::rows).toList(), rows(custom), rows(tags));
        }
    }

    private static Vocabulary vocabulary(List<Rows> fields, Rows custom, Rows tags) {
        List<Value> values = new ArrayList<>();
        for (Rows rows : fields) {
            for (Rows.Row row : rows.records()) {
                values.add(new Value(row.text("field"), row.text("value"), row.number("n")));
            }
        }
        Map<String, Boolean> withValues = new HashMap<>();
        for (Rows.Row row : custom.records()) {
            withValues.put(row.text("name"), row.number("withValue") > 0);
        }
        List<String> keys = new ArrayList<>();
        for (Rows.Row row : tags.records()) {
            keys.add(row.text("key"));
            for (Object value : (List<?>) row.get("frequent")) {
                values.add(new Value("tags." + row.text("key"), String.valueOf(value), row.number("n")));
            }
        }
        return new Vocabulary(values, withValues, keys);
    }

    private static Rows rows(Future<Rows> read) {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the words of a project were read", e);
        }
    }
}
