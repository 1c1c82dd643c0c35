package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same intruder at the doors where no SQL is taken: other projects' addresses, semantic queries, filters, and the analyst. */
class HostileDoorsTest {

    private static final String THEIR_SESSION = "019cab00-0000-7000-8000-000000000001";

    /** Texts that would be SQL if they were glued into it. */
    private static final List<String> SPLINTERS = List.of(
            "x' OR projectId = 'theirs' --",
            "x\\' OR 1 = 1 --",
            "x`) OR 1 = 1 --",
            "') UNION ALL SELECT writeKey FROM projects --",
            "1) FROM projects --",
            "tags.x'] OR 1 = 1 --",
            "tags.x\\'] FROM projects --",
            "tags.secret",
            "projectId",
            "projects.writeKey",
            "(SELECT any(writeKey) FROM projects)",
            "file('/etc/passwd')",
            "{projectId:Identifier}",
            "sessionId, (SELECT count() FROM projects)",
            "\u0000x",
            "%' OR '%' = '");

    @TempDir
    static Path directory;

    private static TwoProjects projects;
    private static String before;

    @BeforeAll
    static void start() {
        projects = TwoProjects.start(directory);
        before = projects.state();
    }

    @AfterAll
    static void allIsAsItWas() {
        try (TwoProjects attacked = projects) {
            assertThat(attacked.state()).isEqualTo(before);
        }
    }

    @Test
    void theAddressesOfAnotherProjectAreClosed() {
        for (String project :
                List.of("theirs", "THEIRS", "theirs%00", "mine/../theirs", "%74heirs", "theirs%2F..%2Fmine")) {
            for (String door : List.of(
                    "",
                    "/sessions",
                    "/sessions/" + THEIR_SESSION,
                    "/schema",
                    "/ledger",
                    "/install",
                    "/values?field=page")) {
                closed(projects.get("/api/projects/" + project + door), project + door);
            }
            for (String door : List.of("/sql", "/query", "/ask")) {
                closed(
                        projects.post(
                                "/api/projects/" + project + door,
                                Map.of("sql", "SELECT 1", "question", "how many sessions?")),
                        project + door);
            }
        }
    }

    private static void closed(HttpResponse<String> response, String what) {
        assertThat(response.statusCode()).as(what).isBetween(400, 499);
        assertThat(projects.leaks(response.body()))
                .as(what + ": " + response.body())
                .isFalse();
    }

    @Test
    void theirSessionsAreNotAmongMine() {
        for (String door : List.of("", "/replay", "/replay?windowId=w", "/otlp", "/story")) {
            HttpResponse<String> response = projects.get("/api/projects/mine/sessions/" + THEIR_SESSION + door);
            assertThat(projects.leaks(response.body()))
                    .as(door + response.body())
                    .isFalse();
            assertThat(response.statusCode()).as(door + response.body()).isIn(200, 404);
            if (response.statusCode() == 200) {
                assertThat(response.body()).as(door).isEqualTo("[]");
            }
        }
    }

    @Test
    void aSemanticQueryIsNoWayToSql() {
        for (String text : SPLINTERS) {
            for (Map<String, Object> query : List.<Map<String, Object>>of(
                    Map.of("metrics", List.of(text)),
                    Map.of("metrics", List.of("sessions"), "dimensions", List.of(text)),
                    Map.of("metrics", List.of("sessions"), "dimensions", List.of("tags." + text)),
                    Map.of("metrics", List.of("sessions"), "timezone", text),
                    Map.of("metrics", List.of("sessions"), "interval", text),
                    Map.of(
                            "metrics",
                            List.of("sessions"),
                            "orderBy",
                            List.of(Map.of("field", text, "direction", "asc"))),
                    Map.of(
                            "metrics",
                            List.of("sessions"),
                            "orderBy",
                            List.of(Map.of("field", "sessions", "direction", text))),
                    Map.of("metrics", List.of("sessions"), "filters", filter(text, "eq", "a")),
                    Map.of("metrics", List.of("sessions"), "filters", filter("country", text, "a")),
                    Map.of("metrics", List.of("sessions"), "filters", filter("page", "eq", text)),
                    Map.of("metrics", List.of("events"), "filters", filter("page", "contains", text)),
                    Map.of("metrics", List.of("events"), "filters", filter("tags." + text, "eq", text)),
                    Map.of(
                            "metrics",
                            List.of("events"),
                            "dimensions",
                            List.of("userId"),
                            "filters",
                            filter("projectId", "eq", "theirs")))) {
                harmless(projects.post("/api/projects/mine/query", dated(query)), query.toString());
            }
        }
    }

    @Test
    void measuresAndFormulasAreNoWayToSql() {
        Map<String, Object> half = Map.of("name", "n", "formula", "a / 2", "of", Map.of("a", "sessions"));
        HttpResponse<String> control =
                projects.post("/api/projects/mine/query", dated(Map.of("kind", "metrics", "metrics", List.of(half))));
        assertThat(TestServer.json(control).path("rows").toString())
                .as(control.body())
                .isEqualTo("[[2]]");
        for (String text : SPLINTERS) {
            for (Map<String, Object> measure : List.<Map<String, Object>>of(
                    Map.of("name", text, "metric", "sessions"),
                    Map.of("name", "n", "formula", text, "of", Map.of("a", "sessions")),
                    Map.of("name", "n", "formula", "a + " + text, "of", Map.of("a", "sessions")),
                    Map.of("name", "n", "formula", "a", "of", Map.of("a", "sessions", text, "sessions")),
                    Map.of("name", "n", "function", "sum", "over", "event", "field", text),
                    Map.of("name", "n", "function", text, "over", "event", "field", "value"),
                    Map.of("name", "n", "function", "count", "over", text),
                    Map.of(
                            "name",
                            "n",
                            "function",
                            "percentile",
                            "over",
                            "event",
                            "field",
                            "value",
                            "percentile",
                            text))) {
                Map<String, Object> query = Map.of("kind", "metrics", "metrics", List.of(measure));
                harmless(projects.post("/api/projects/mine/query", dated(query)), query.toString());
            }
        }
    }

    @Test
    void searchesAndListsOfValuesAreNoWayToSql() {
        for (String text : SPLINTERS) {
            String quoted = URLEncoder.encode(text, StandardCharsets.UTF_8);
            String filters =
                    URLEncoder.encode(TwoProjects.json(filter("page", "contains", text)), StandardCharsets.UTF_8);
            for (String door : List.of(
                    "/values?field=" + quoted,
                    "/values?field=page&q=" + quoted,
                    "/values?field=tags.secret&q=" + quoted,
                    "/sessions?sort=" + quoted,
                    "/sessions?cursor=" + quoted,
                    "/sessions?from=" + quoted,
                    "/sessions?q=" + quoted,
                    "/sessions?filters=" + quoted,
                    "/sessions?filters=" + filters,
                    "/sessions/" + quoted.replace("+", "%20"),
                    "/ledger?from=" + quoted)) {
                harmless(projects.get("/api/projects/mine" + door), door);
            }
        }
    }

    @Test
    void theAnalystCannotBeTalkedIntoAnythingElse() {
        for (String question : TwoProjects.text("questions.txt").lines().toList()) {
            HttpResponse<String> response = projects.post(
                    "/api/projects/mine/ask", Map.of("question", question, "now", "2026-03-04T12:00:00Z"));
            String told = question + "\n" + response.body();
            assertThat(response.statusCode()).as(told).isIn(200, 400, 422);
            assertThat(projects.leaks(withoutWordsOf(question, response.body())))
                    .as(told)
                    .isFalse();
        }
    }

    /** What the question said itself may be said back. */
    private static String withoutWordsOf(String question, String answer) {
        String rest = answer;
        for (String word : (question + " " + question.replace('-', ' ')).split("[^\\w/.-]+")) {
            if (projects.leaks(word)) {
                rest = rest.replaceAll("(?i)(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])", "");
            }
        }
        return rest;
    }

    private static List<Map<String, Object>> filter(String field, String op, String value) {
        return List.of(Map.of("field", field, "op", op, "values", List.of(value)));
    }

    private static Map<String, Object> dated(Map<String, Object> query) {
        Map<String, Object> dated = new java.util.HashMap<>(query);
        dated.put("from", "2026-01-01T00:00:00Z");
        dated.put("to", "2026-12-01T00:00:00Z");
        return dated;
    }

    private static void harmless(HttpResponse<String> response, String what) {
        assertThat(response.statusCode()).as(what + ": " + response.body()).isIn(200, 400, 404, 422);
        assertThat(projects.leaks(response.body()))
                .as(what + ": " + response.body())
                .isFalse();
        assertThat(response.body()).as(what).doesNotContain("SYNTAX_ERROR", "UNKNOWN_");
    }
}
