package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.query.Activity;
import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Replay;
import dev.claymore.query.SessionPage;
import dev.claymore.query.Sessions;
import dev.claymore.query.SqlConsole;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import dev.claymore.store.SessionIds;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the product asks, through the product's own code: questions of {@code queries.json} as its pages ask them, compiled by {@code query};
 * the rest by the same classes that answer the API. Nothing is answered from the cache of results.
 */
final class BenchQueries {

    static final String PROJECT = "shop";
    /** What the UI's list of sessions asks for. */
    private static final List<String> LISTED = List.of(
            "endedAt",
            "durationMs",
            "userId",
            "anonymousId",
            "country",
            "region",
            "city",
            "browser",
            "browserVersion",
            "os",
            "device",
            "entryPage",
            "exitPage",
            "eventCount",
            "pageviewCount",
            "errorCount",
            "rageClickCount",
            "deadClickCount",
            "cartValue",
            "hasReplay");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Rows.Stats NO_STATS = new Rows.Stats(0, 0, 0);

    private final ClickHouse clickhouse;
    private final Sessions sessions;
    private final Replay replay;
    private final SqlConsole console;
    private final List<String> tagValues;
    private final List<UUID> recorded;

    private BenchQueries(ClickHouse clickhouse, Instant end) {
        this.clickhouse = clickhouse;
        this.sessions = new Sessions(clickhouse, SemanticModel.load());
        this.replay = new Replay(clickhouse);
        this.console = new SqlConsole(clickhouse);
        this.tagValues = column(
                "SELECT value FROM session_tags WHERE projectId = {projectId:String} AND key = 'orderRef'"
                        + " AND createdAt >= {from:DateTime64(3, 'UTC')} ORDER BY cityHash64(value) LIMIT 16",
                Span.DAY.before(end).from());
        this.recorded = column(
                        "SELECT toString(sessionId) FROM replay_events WHERE projectId = {projectId:String} AND"
                                + " createdAt >= {from:DateTime64(3, 'UTC')} GROUP BY sessionId ORDER BY"
                                + " cityHash64(sessionId) LIMIT 16",
                        Span.WEEK.before(end).from())
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private List<String> column(String sql, Instant from) {
        return clickhouse
                .reader(PROJECT, ReadLimits.PRODUCT)
                .query(sql, Map.of("projectId", PROJECT, "from", from))
                .rows()
                .stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
    }

    /** @param end of the data, whose values some of the queries are about */
    static List<BenchQuery> load(ClickHouse clickhouse, Instant end) throws IOException {
        BenchQueries own = new BenchQueries(clickhouse, end);
        List<BenchQuery> queries = new ArrayList<>();
        for (JsonNode node : JSON.readTree(DataSet.resource("query/queries.json"))) {
            queries.add(own.ofJson(node));
        }
        queries.add(new BenchQuery("session: opened", List.of(), (span, to, turn) -> own.open(turn)));
        queries.add(new BenchQuery(
                "replay: opened and read whole", List.of(), (span, to, turn) -> own.play(turn, Optional.empty())));
        queries.add(new BenchQuery(
                "replay: opened at its middle",
                List.of(),
                (span, to, turn) -> own.play(turn, Optional.of(Duration.ofSeconds(20)))));
        queries.add(new BenchQuery("live: whether events come in", List.of(), (span, to, turn) -> own.activity()));
        queries.add(new BenchQuery(
                "SQL: the query of the design, verbatim",
                List.of(),
                (span, to, turn) -> own.sql("query/verbatim.sql", to)));
        queries.add(new BenchQuery(
                "SQL: the same as the analyst writes it",
                List.of(),
                (span, to, turn) -> own.sql("query/analyst.sql", to)));
        return queries;
    }

    private BenchQuery ofJson(JsonNode node) {
        List<Span> spans = switch (node.path("span").asText("")) {
            case "5m" -> List.of(Span.FIVE_MINUTES);
            case "30m" -> List.of(Span.HALF_HOUR);
            default -> Span.OF_QUESTIONS;
        };
        return new BenchQuery(node.get("name").asText(), spans, (span, end, turn) -> ask(node, span, end, turn));
    }

    private Rows.Stats ask(JsonNode node, Span span, Instant end, int turn) throws IOException {
        Range range = span.before(end);
        if (node.has("sessions")) {
            SessionsQuery search = (SessionsQuery)
                    query(node, ((ObjectNode) node.get("sessions").deepCopy()).put("kind", "sessions"), range, turn);
            return ok(sessions.search(PROJECT, search, LISTED, false)).stats();
        }
        if (node.has("behind")) {
            Query query = query(node, node.get("behind").deepCopy(), range, turn);
            SessionPage page = ok(sessions.behind(PROJECT, query, QueryJson.cell(node.get("cell")), LISTED, 50, null));
            return page.stats();
        }
        ObjectNode question = node.get("query").deepCopy();
        if (node.path("compare").asBoolean()) {
            Range before = span.earlier(end);
            question.putObject("compareTo")
                    .put("from", before.from().toString())
                    .put("to", before.to().toString());
        }
        // Each time another one: a cache of results would answer what has been asked before.
        return ok(new Queries(clickhouse).run(PROJECT, query(node, question, range, turn)))
                .stats();
    }

    private Query query(JsonNode node, JsonNode question, Range range, int turn) throws IOException {
        ObjectNode whole = (ObjectNode) question;
        whole.put("from", range.from().toString()).put("to", range.to().toString());
        String text = whole.toString();
        for (Map.Entry<String, JsonNode> vary : node.path("vary").properties()) {
            text = text.replace("{" + vary.getKey() + "}", value(vary.getKey(), vary.getValue(), turn));
        }
        return QueryJson.read(JSON.readTree(text));
    }

    private String value(String name, JsonNode values, int turn) {
        List<String> all = name.equals("orderRef") ? tagValues : texts((ArrayNode) values);
        return all.get(turn % all.size());
    }

    private static List<String> texts(ArrayNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    private Rows.Stats open(int turn) {
        ok(sessions.find(PROJECT, recorded.get(turn % recorded.size())));
        return NO_STATS;
    }

    /** @param after the start of the session, where to begin */
    private Rows.Stats play(int turn, Optional<Duration> after) {
        UUID session = recorded.get(turn % recorded.size());
        Instant start = SessionIds.createdAt(session).orElseThrow();
        // As the player asks: it knows the windows of the session that it shows.
        ok(replay.write(PROJECT, session, Optional.of("w1"), after.map(start::plus), OutputStream::nullOutputStream));
        return NO_STATS;
    }

    private Rows.Stats activity() {
        ok(new Activity(clickhouse).of(PROJECT));
        return NO_STATS;
    }

    /** The data may have ended some days ago: its last day stands in for the present. */
    private Rows.Stats sql(String resource, Instant end) throws IOException {
        String sql = DataSet.resource(resource)
                .replace(
                        "now()",
                        "toDateTime('%s', 'UTC')"
                                .formatted(end.toString().substring(0, 19).replace('T', ' ')));
        return ok(console.run(PROJECT, sql, Map.of())).stats();
    }

    private static <T> T ok(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Ok<T>(T value) -> value;
            case Outcome.Refused<T> refused ->
                throw refused.problem().code().equals("limit_exceeded")
                        ? new QueryRuns.Stopped(refused.problem().toString())
                        : new IllegalStateException(refused.problem().toString());
        };
    }
}
