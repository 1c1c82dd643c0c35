package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.claymore.store.ClickHouse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description says what is there, and what is there answers as described. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete", "options");

    @TempDir
    static Path directory;

    private static TestServer server;
    private static JsonNode document;
    private static String writeKey;
    private static TestBatch batch;

    @BeforeAll
    static void start() throws InterruptedException {
        server = TestServer.ready(directory);
        document = TestServer.json(
                server.send(server.anonymous("/api/openapi.json").GET()));
        writeKey = server.project("shop").get("writeKey").textValue();
        batch = TestBatch.of(2);
        server.batch(writeKey, batch.json());
        Await.until(
                "the session is there",
                Duration.ofMinutes(2),
                () -> server.get("/api/projects/shop/sessions")
                        .body()
                        .contains(batch.sessionId().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
        Set<String> described = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        Set<String> registered = new TreeSet<>();
        for (Route route : server.server().api().routes()) {
            // The demo shop's own pretended backend is no part of the interface.
            if (!route.path().startsWith("/demo/")) {
                registered.add(route.method() + " " + route.path());
            }
        }

        assertThat(registered).isEqualTo(described);
    }

    @Test
    void answersAreAsDescribed() {
        String shop = "/api/projects/shop";
        String session = shop + "/sessions/" + batch.sessionId();
        String range = "\"from\":\"" + Instant.now().minus(Duration.ofDays(2)) + "\",\"to\":\""
                + Instant.now().plus(Duration.ofDays(1)) + "\"";
        check("GET", "/api/me", server.get("/api/me"));
        check("GET", "/api/projects", server.get("/api/projects"));
        check("POST", "/api/projects", server.post("/api/projects", "{\"projectId\":\"described\"}"));
        check("GET", "/api/projects/{projectId}", server.get(shop));
        check(
                "PATCH",
                "/api/projects/{projectId}",
                server.send(server.request(shop)
                        .header("Content-Type", "application/json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"name\":\"Shop\"}"))));
        check("POST", "/api/projects/{projectId}/tokens", server.post(shop + "/tokens", "{\"name\":\"Wall\"}"));
        check("GET", "/api/projects/{projectId}/tokens", server.get(shop + "/tokens"));
        check("GET", "/api/projects/{projectId}/install", server.get(shop + "/install"));
        check("GET", "/api/projects/{projectId}/schema", server.get(shop + "/schema"));
        check(
                "POST",
                "/api/projects/{projectId}/query",
                server.post(shop + "/query", "{\"metrics\":[\"sessions\"],\"dimensions\":[\"device\"]," + range + "}"));
        check(
                "POST",
                "/api/projects/{projectId}/query",
                server.post(shop + "/query", "{\"metrics\":[\"sessions\"],\"interval\":\"day\"," + range + "}"));
        check(
                "POST",
                "/api/projects/{projectId}/query",
                server.post(
                        shop + "/query",
                        "{\"kind\":\"funnel\",\"steps\":[{\"label\":\"View\",\"match\":{\"field\":\"type\",\"op\":\"eq\",\"values\":[\"pageview\"]}}],"
                                + range + "}"));
        check(
                "POST",
                "/api/projects/{projectId}/query/sessions",
                server.post(
                        shop + "/query/sessions",
                        "{\"query\":{\"metrics\":[\"sessions\"]," + range
                                + "},\"cell\":{\"row\":{},\"column\":\"sessions\"}}"));
        check("GET", "/api/projects/{projectId}/values", server.get(shop + "/values?field=page"));
        check("GET", "/api/projects/{projectId}/sessions", server.get(shop + "/sessions?limit=1"));
        check("GET", "/api/projects/{projectId}/sessions/{sessionId}", server.get(session));
        check("GET", "/api/projects/{projectId}/sessions/{sessionId}/replay", server.get(session + "/replay"));
        check(
                "POST",
                "/api/projects/{projectId}/sql",
                server.post(shop + "/sql", "{\"sql\":\"SELECT type, count() AS n FROM events GROUP BY type\"}"));
        check(
                "POST",
                "/api/projects/{projectId}/ask",
                server.post(shop + "/ask", "{\"question\":\"How many sessions were there today?\"}"));
        check("GET", "/api/projects/{projectId}/model", server.get(shop + "/model"));
        check(
                "PUT",
                "/api/projects/{projectId}/model",
                server.send(server.request(shop + "/model")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"provider\":\"openai\",\"model\":\"m\",\"enabled\":false}"))));
        check(
                "POST",
                "/api/projects/{projectId}/golden",
                server.post(shop + "/golden", "{\"question\":\"How many sessions were there today?\"}"));
        check("POST", "/api/projects/{projectId}/golden/run", server.post(shop + "/golden/run", "{}"));
        check("GET", "/api/projects/{projectId}/golden", server.get(shop + "/golden"));
        check("GET", "/api/projects/{projectId}/ask/examples", server.get(shop + "/ask/examples"));
        check("GET", "/api/projects/{projectId}/sessions/{sessionId}/story", server.get(session + "/story"));
        check(
                "POST",
                "/api/projects/{projectId}/contrast",
                server.post(
                        shop + "/contrast", "{\"step\":{\"kind\":\"pageContains\",\"value\":\"p\"}," + range + "}"));
        check("GET", "/api/projects/{projectId}/ledger", server.get(shop + "/ledger?interval=hour"));
        check("GET", "/api/projects/{projectId}/ledger/check", server.get(shop + "/ledger/check"));
        String person = TestServer.json(server.get(shop + "/sessions?limit=1"))
                .at("/sessions/0/anonymousId")
                .textValue();
        check("GET", "/api/projects/{projectId}/person", server.get(shop + "/person?id=" + person));
        check("GET", "/api/projects/{projectId}/sourcemaps", server.get(shop + "/sourcemaps"));
        check("POST", "/api/projects/{projectId}/stacks", server.post(shop + "/stacks", "{\"stack\":\"f@/a.js:1:2\"}"));
        check("POST", "/v1/batch", server.batch(writeKey, TestBatch.of(1).json()));
        check("GET", "/health/ready", server.get("/health/ready"));
    }

    @Test
    void tracesLogsAndMetricsAreAsDescribed() {
        String shop = "/api/projects/shop";
        String trace = "0123456789abcdef0123456789abcdef";
        ClickHouse clickhouse = server.server().database().clickhouse();
        Map<String, Object> values = Map.of("session", batch.sessionId(), "trace", trace);
        clickhouse.command("""
            INSERT INTO otel_traces (projectId, sessionId, Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, SpanAttributes,
                Duration, StatusCode, Events.Timestamp, Events.Name, Events.Attributes, Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes)
            SELECT 'shop', {session:UUID}, now64(9), {trace:String}, toString(number), if(number = 0, '', '0'), 'GET /', 'Server', toString(number), map('a', 'b'),
                5000000, 'Error', [now64(9)], ['exception'], [map('exception.type', 'E')], [{trace:String}], ['1'], [''], [map()]
            FROM numbers(2)
            """, values);
        clickhouse.command("""
            INSERT INTO otel_logs (projectId, sessionId, Timestamp, TraceId, SeverityNumber, ServiceName, Body)
            SELECT 'shop', {session:UUID}, now64(9), {trace:String}, 17, 'web', 'line'
            """, values);
        clickhouse.command("""
            INSERT INTO otel_metrics_gauge (projectId, ServiceName, MetricName, Attributes, TimeUnix, Value)
            SELECT 'shop', 'web', 'memory', map('pool', 'old'), now64(9), 1
            """, Map.of());
        String of = "?name=memory&type=gauge";
        checkGet("/services", shop + "/services");
        checkGet("/services/operations", shop + "/services/operations?service=1");
        checkGet("/services/series", shop + "/services/series?service=1&interval=hour&timezone=Europe/Berlin");
        checkGet("/services/map", shop + "/services/map");
        checkGet("/traces", shop + "/traces?status=error&minMs=1&attribute=a%3Db&attribute=a&sort=-durationMs&limit=1");
        checkGet("/traces/{traceId}", shop + "/traces/" + trace);
        checkGet("/sessions/{sessionId}/traces", shop + "/sessions/" + batch.sessionId() + "/traces");
        JsonNode logs = checkGet("/logs", shop + "/logs?level=error&q=LINE&traceId=" + trace);
        checkGet("/logs/volume", shop + "/logs/volume?interval=minute");
        checkGet(
                "/logs/context",
                shop + "/logs/context?service=web&id="
                        + logs.at("/records/0/id").textValue());
        checkGet("/instruments", shop + "/instruments");
        checkGet("/instruments/attributes", shop + "/instruments/attributes" + of);
        JsonNode series = checkGet("/instruments/series", shop + "/instruments/series" + of + "&function=max&by=pool");

        assertThat(series.at("/lines/0/name").textValue()).isEqualTo("old");
        assertThat(TestServer.json(server.get(shop + "/traces/" + trace))
                        .at("/session/sessionId")
                        .textValue())
                .isEqualTo(batch.sessionId().toString());
        String project = "/api/projects/{projectId}";
        refused(404, project + "/traces/{traceId}", server.get("/api/projects/described-not/traces/" + trace));
        refused(404, project + "/traces/{traceId}", server.get(shop + "/traces/" + "f".repeat(32)));
        refused(400, project + "/traces/{traceId}", server.get(shop + "/traces/x"));
        refused(400, project + "/traces", server.get(shop + "/traces?status=green"));
        refused(400, project + "/traces", server.get(shop + "/traces?cursor=x"));
        refused(400, project + "/logs/context", server.get(shop + "/logs/context?id=x"));
        refused(400, project + "/instruments/series", server.get(shop + "/instruments/series" + of + "&function=p95"));
        refused(400, project + "/instruments/series", server.get(shop + "/instruments/series" + of + "&attribute=key"));
    }

    private static JsonNode checkGet(String path, String address) {
        HttpResponse<String> response = server.get(address);
        check("GET", "/api/projects/{projectId}" + path, response);
        return TestServer.json(response);
    }

    @Test
    void whatIsSavedIsKeptChangedAndDeleted() {
        String saved = "/api/projects/shop/saved";
        String cohort = "{\"where\":{\"field\":\"pageviewCount\",\"op\":\"gte\",\"values\":[0]},\"days\":30}";
        HttpResponse<String> created =
                server.post(saved, "{\"kind\":\"cohort\",\"name\":\"Everybody\",\"body\":" + cohort + "}");
        check("POST", "/api/projects/{projectId}/saved", created);
        String id = TestServer.json(created).get("id").textValue();
        check("GET", "/api/projects/{projectId}/saved", server.get(saved + "?kind=cohort"));
        check("GET", "/api/projects/{projectId}/saved/{id}", server.get(saved + "/" + id));
        JsonNode members = TestServer.json(server.post(
                "/api/projects/shop/query", "{\"metrics\":[\"sessions\"],\"where\":{\"cohort\":\"" + id + "\"}}"));
        assertThat(members.at("/rows/0/0").intValue()).isPositive();
        check(
                "PUT",
                "/api/projects/{projectId}/saved/{id}",
                server.send(server.request(saved + "/" + id)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"All\",\"body\":" + cohort + "}"))));
        assertThat(server.get(saved).body()).contains("\"All\"").doesNotContain("Everybody");
        assertThat(server.get("/api/projects/described/saved/" + id).statusCode())
                .isEqualTo(404);
        assertThat(server.send(server.request(saved + "/" + id).DELETE()).statusCode())
                .isEqualTo(204);
        refused(404, "/api/projects/{projectId}/saved/{id}", server.get(saved + "/" + id));
        refused(
                400,
                "/api/projects/{projectId}/saved",
                server.post(saved, "{\"kind\":\"cohort\",\"name\":\"x\",\"body\":{}}"));
        refused(
                400,
                "/api/projects/{projectId}/query",
                server.post(
                        "/api/projects/shop/query",
                        "{\"metrics\":[\"sessions\"],\"where\":{\"cohort\":\"" + id + "\"}}"));
    }

    @Test
    void storageIsShownAndItsPoliciesChange() {
        String rules =
                "{\"rules\":{\"recordings\":{\"deleteAfterDays\":90},\"events\":{\"deleteAfterDays\":\"never\"}}}";
        check("PUT", "/api/storage/policy", put("/api/storage/policy", rules));
        HttpResponse<String> own = put(
                "/api/projects/shop/storage/policy",
                "{\"rules\":{\"recordings\":{\"deleteAfterDays\":30}},\"budgetBytes\":1000000000,\"whenOver\":[\"drop_recordings\"]}");
        check("PUT", "/api/projects/{projectId}/storage/policy", own);
        HttpResponse<String> all = server.get("/api/storage");
        check("GET", "/api/storage", all);
        assertThat(TestServer.json(all)
                        .at("/policy/rules/recordings/deleteAfterDays")
                        .intValue())
                .isEqualTo(90);
        HttpResponse<String> shop = server.get("/api/projects/shop/storage");
        check("GET", "/api/projects/{projectId}/storage", shop);
        assertThat(TestServer.json(shop).at("/holds/recordings/deleteAfterDays").intValue())
                .isEqualTo(30);
        assertThat(TestServer.json(shop).at("/bytes").longValue()).isPositive();
        refused(
                400,
                "/api/storage/policy",
                put("/api/storage/policy", "{\"rules\":{\"events\":{\"deleteAfterDays\":0}}}"));
        refused(409, "/api/storage/policy", put("/api/storage/policy", "{\"rules\":{\"events\":{\"s3AfterDays\":7}}}"));
        refused(404, "/api/projects/{projectId}/storage", server.get("/api/projects/nowhere/storage"));
    }

    @Test
    void sessionsAreStarredAndDeleted() throws InterruptedException {
        TestBatch gone = TestBatch.of(3);
        server.batch(writeKey, gone.json());
        String session = "/api/projects/shop/sessions/" + gone.sessionId();
        Await.until(
                "the session is there",
                Duration.ofMinutes(2),
                () -> server.get(session).statusCode() == 200);
        assertThat(put(session + "/star", "{}").statusCode()).isEqualTo(204);
        HttpResponse<String> stars = server.get("/api/projects/shop/stars");
        check("GET", "/api/projects/{projectId}/stars", stars);
        assertThat(stars.body()).contains(gone.sessionId().toString());
        check(
                "DELETE",
                "/api/projects/{projectId}/sessions/{sessionId}",
                server.send(server.request(session).DELETE()));
        refused(404, "/api/projects/{projectId}/sessions/{sessionId}", server.get(session));
        refused(
                404,
                "/api/projects/{projectId}/sessions/{sessionId}",
                server.send(server.request(session).DELETE()));
        check("GET", "/api/projects/{projectId}/deletions", server.get("/api/projects/shop/deletions"));
        assertThat(server.get("/api/projects/shop/stars").body())
                .doesNotContain(gone.sessionId().toString());
        String people = "/api/projects/shop/people";
        refused(
                404,
                "/api/projects/{projectId}/people",
                server.send(server.request(people + "?person=nobody").DELETE()));
        refused(
                400,
                "/api/projects/{projectId}/people",
                server.send(server.request(people).DELETE()));
    }

    private static HttpResponse<String> put(String path, String body) {
        return server.send(server.request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void refusalsAreAsDescribed() {
        String shop = "/api/projects/shop";
        refused(404, "/api/projects/{projectId}", server.get("/api/projects/nowhere"));
        refused(401, "/api/me", server.send(server.anonymous("/api/me").GET()));
        refused(400, "/api/projects/{projectId}/sessions", server.get(shop + "/sessions?limit=0"));
        refused(400, "/api/projects/{projectId}/sessions", server.get(shop + "/sessions?filters=%5B7%5D"));
        refused(400, "/api/projects/{projectId}/sessions/{sessionId}", server.get(shop + "/sessions/none"));
        refused(
                404,
                "/api/projects/{projectId}/sessions/{sessionId}",
                server.get(shop + "/sessions/01890000-0000-7000-8000-000000000000"));
        refused(400, "/api/projects/{projectId}/values", server.get(shop + "/values"));
    }

    @Test
    void sqlIsBoundToTheProjectAndItsMistakesAreTold() {
        server.project("empty");
        JsonNode count =
                TestServer.json(server.post("/api/projects/empty/sql", "{\"sql\":\"SELECT count() FROM events\"}"));
        HttpResponse<String> mistake = server.post("/api/projects/shop/sql", "{\"sql\":\"SELECT colour FROM events\"}");
        HttpResponse<String> file = server.post("/api/projects/shop/sql", "{\"sql\":\"SELECT file('/etc/passwd')\"}");

        assertThat(count.at("/rows/0/0").longValue()).isZero();
        assertThat(mistake.statusCode()).isEqualTo(422);
        assertThat(mistake.body()).contains("colour");
        assertThat(file.statusCode()).isEqualTo(422);
        assertThat(TestServer.json(file).at("/error/code").textValue()).isEqualTo("sql_refused");
    }

    private static void refused(int status, String path, HttpResponse<String> response) {
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(status);
        validate(path, document.at("/components/schemas/Error"), response);
    }

    private static void check(String method, String path, HttpResponse<String> response) {
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isBetween(200, 299);
        JsonNode schema = document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(response.statusCode()))
                .path("content")
                .path("application/json")
                .path("schema");
        assertThat(schema.isMissingNode())
                .as("%s %s is described", method, path)
                .isFalse();
        validate(method + " " + path, schema, response);
    }

    /** The schema with the document's components beside it, so that its references are found. */
    private static void validate(String what, JsonNode schema, HttpResponse<String> response) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.get("components"));
        Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
        List<Error> errors = validator.validate(response.body(), InputFormat.JSON);
        assertThat(errors).as("%s: %s", what, response.body()).isEmpty();
    }
}
