package dev.claymore.analyst;

import dev.claymore.analyst.Vocabulary.Value;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** The frequent values of many columns in one pass: the counts tell which come first, and the same ones every time. */
    private static final String SESSIONS = """
            SELECT
                topK(500, 3, 'counts')(country) AS top_country,
                topK(500, 3, 'counts')(region) AS top_region,
                topK(500, 3, 'counts')(city) AS top_city,
                topK(500, 3, 'counts')(browser) AS top_browser,
                topK(500, 3, 'counts')(os) AS top_os,
                topK(500, 3, 'counts')(device) AS top_device,
                topK(500, 3, 'counts')(locale) AS top_locale,
                topK(500, 3, 'counts')(release) AS top_release,
                topK(500, 3, 'counts')(environment) AS top_environment,
                topK(500, 3, 'counts')(utmSource) AS top_utmSource,
                topK(500, 3, 'counts')(utmMedium) AS top_utmMedium,
                topK(500, 3, 'counts')(utmCampaign) AS top_utmCampaign,
                topK(500, 3, 'counts')(utmTerm) AS top_utmTerm,
                topK(500, 3, 'counts')(utmContent) AS top_utmContent,
                topK(500, 3, 'counts')(domainWithoutWWW(referrer)) AS top_referrer
            FROM sessions FINAL
            WHERE projectId = {projectId:String} AND createdAt > $since
            """;

    private static final String ARRAYS = """
            SELECT
                topKArray(2000, 3, 'counts')(pages) AS top_page,
                topKArray(2000, 3, 'counts')(eventNames) AS top_customEvent,
                topKArray(2000, 3, 'counts')(errorTypes) AS top_errorType,
                topKArray(2000, 3, 'counts')(errorCodes) AS top_errorCode
            FROM sessions FINAL
            WHERE projectId = {projectId:String} AND createdAt > $since
            """;

    private static final String EVENTS = """
            SELECT
                topKIf(500, 3, 'counts')(errorMessage, type = 'error') AS top_errorMessage,
                topKIf(500, 3, 'counts')(errorMessage, type = 'request' AND errorMessage != '') AS top_failureMessage,
                topKIf(500, 3, 'counts')(requestUrl, type = 'request') AS top_requestUrl,
                topKIf(500, 3, 'counts')(text, type = 'click') AS top_text,
                topKIf(500, 3, 'counts')(name, type = 'vital') AS top_vital,
                topKIf(300, 3, 'counts')(selector, type = 'click') AS top_selector
            FROM events
            WHERE projectId = {projectId:String} AND type IN ('error', 'request', 'click', 'vital') AND timestamp > $since
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
            SELECT topK(40, 3, 'counts')(userId) AS top_userId, topK(40, 3, 'counts')(anonymousId) AS top_anonymousId
            FROM
            (
                SELECT userId, anonymousId
                FROM sessions FINAL
                WHERE projectId = {projectId:String} AND createdAt > $since
                ORDER BY createdAt DESC
                LIMIT 40
            )
            """;

    private static final String TAGS = """
            SELECT key, topK(200)(value) AS frequent, count() AS n
            FROM session_tags
            WHERE projectId = {projectId:String} AND createdAt > $since
            GROUP BY key
            ORDER BY n DESC
            LIMIT 300
            """;

    private static final String RECENT =
            "(SELECT toDateTime(max(day), 'UTC') - INTERVAL $days DAY FROM project_days WHERE projectId = {projectId:String})";

    private VocabularyReader() {}

    private static String since(String sql, int days) {
        return sql.replace("$since", RECENT.replace("$days", String.valueOf(days)));
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
        Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT).ownStatements();
        Map<String, Object> parameters = Map.of("projectId", projectId);
        try (ExecutorService readers = executor) {
            List<Future<Rows>> fields = Stream.of(
                            since(SESSIONS, 100), since(ARRAYS, 100), since(IDS, 3), since(EVENTS, 31))
                    .map(sql -> readers.submit(() -> reader.query(sql, parameters)))
                    .toList();
            Future<Rows> custom = readers.submit(() -> reader.query(since(CUSTOM, 100), parameters));
            Future<Rows> tags = readers.submit(() -> reader.query(since(TAGS, 100), parameters));
            return vocabulary(fields.stream().map(VocabularyReader::rows).toList(), rows(custom), rows(tags));
        }
    }

    private static Vocabulary vocabulary(List<Rows> fields, Rows custom, Rows tags) {
        List<Value> values = new ArrayList<>();
        for (Rows rows : fields) {
            for (Rows.Row row : rows.records()) {
                for (Rows.Column column : rows.columns()) {
                    values.addAll(frequent(column.name().replaceFirst("^top_", ""), row.get(column.name())));
                }
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

    /** @param counted objects of item, count and error: the value, how often, by how much that may be wrong */
    private static List<Value> frequent(String field, Object counted) {
        return ((List<?>) counted)
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .map(one -> new Value(
                                field,
                                String.valueOf(one.get("item")),
                                Long.parseLong(String.valueOf(one.get("count")))))
                        .filter(value -> !value.value().isEmpty())
                        .sorted(Comparator.comparingLong(Value::count)
                                .reversed()
                                .thenComparing(Value::value))
                        .toList();
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
