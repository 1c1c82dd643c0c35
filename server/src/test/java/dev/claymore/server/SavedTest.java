package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a project is refused where it could not be used, and does not go while others need it. */
class SavedTest {

    private static final String SAVED = "/api/projects/shop/saved";
    private static final String EVERYBODY = "{\"field\":\"pageviewCount\",\"op\":\"gte\",\"values\":[0]}";

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
        server.project("shop");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> save(String kind, String name, String body) {
        return server.post(
                SAVED,
                "{\"kind\":\"" + kind + "\",\"name\":\"" + name + "\",\"body\":" + body.replace('\'', '"') + "}");
    }

    private static String saved(String kind, String name, String body) {
        HttpResponse<String> created = save(kind, name, body);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return TestServer.json(created).get("id").textValue();
    }

    private static String cohort(String name, String where) {
        return saved("cohort", name, "{\"where\":" + where + "}");
    }

    private static HttpResponse<String> change(String id, String json) {
        return server.send(server.request(SAVED + "/" + id)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> delete(String id) {
        return server.send(server.request(SAVED + "/" + id).DELETE());
    }

    private static void refused(HttpResponse<String> answer, int status, String code, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TestServer.json(answer).at("/error/code").textValue()).isEqualTo(code);
        assertThat(TestServer.json(answer).at("/error/message").textValue()).contains(words);
    }

    @Test
    void aCohortThatNoQuestionCouldNameIsRefusedInTheWordsOfTheQuestion() {
        Map<String, String> wrong = Map.of(
                "{'field':'nosuch','values':['x']}", "where.nosuch: there is no field 'nosuch'",
                "{'field':'country','op':'gt','values':['DE']}", "where.country: 'gt' does not fit the field 'country'",
                "{'field':'pageviewCount','op':'gte','values':['many']}",
                        "where.pageviewCount: 'many' is not a number, which 'pageviewCount' is",
                "{'field':'country','values':[]}", "where.country: 'eq' of 'country' needs at least one value",
                "{'field':'country','op':'like','values':['x']}", "where.op",
                "{'did':{'what':'session'}}", "where.did.what: a session cannot have sessions",
                "{'cohort':'nobody'}", "where.cohort: there is no cohort 'nobody'",
                "{'cohort':'00000000-0000-4000-8000-000000000000'}", "where.cohort: there is no cohort '00000000",
                "{'field':'entryPage','op':'matches','values':['(']}",
                        "where.entryPage: '(' is not a regular expression as RE2 has them");
        String good = cohort("Good", EVERYBODY);
        wrong.forEach((where, words) -> {
            HttpResponse<String> created = save("cohort", "Bad", "{'where':" + where + "}");
            assertThat(created.statusCode()).as(where + " " + created.body()).isEqualTo(400);
            assertThat(TestServer.json(created).at("/error/message").textValue())
                    .as(where)
                    .contains("body." + words);
            assertThat(change(good, "{\"name\":\"Bad\",\"body\":{\"where\":" + where.replace('\'', '"') + "}}")
                            .body())
                    .isEqualTo(created.body());
        });
        assertThat(server.get(SAVED + "/" + good).body()).contains("\"Good\"");
        assertThat(server.get(SAVED).body()).doesNotContain("\"Bad\"");
    }

    @Test
    void aCohortMustNotNameItselfNotEvenByOthers() {
        String first = cohort("First", EVERYBODY);
        String second = cohort("Second", "{\"all\":[{\"cohort\":\"" + first + "\"}," + EVERYBODY + "]}");
        String third = cohort("Third", "{\"not\":{\"cohort\":\"" + second + "\"}}");

        for (String named : new String[] {first, second, third, third.toUpperCase(Locale.ROOT)}) {
            refused(
                    change(first, "{\"name\":\"First\",\"body\":{\"where\":{\"cohort\":\"" + named + "\"}}}"),
                    400,
                    "invalid_query",
                    "body.where.cohort: names itself, or a cohort that does");
        }
        assertThat(change(third, "{\"name\":\"Third\",\"body\":{\"where\":{\"cohort\":\"" + first + "\"}}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.post(
                                "/api/projects/shop/query",
                                "{\"metrics\":[\"sessions\"],\"where\":{\"cohort\":\"" + third + "\"}}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCohortInUseIsDeletedOnlyWhenToldTo() {
        String used = cohort("Used", EVERYBODY);
        String member = cohort("Member", "{\"cohort\":\"" + used + "\"}");
        String c = "c=%7B%22title%22%3A%22Used%22%2C%22where%22%3A%7B%22cohort%22%3A%22" + used + "%22%7D%7D";
        String trend = saved("insight", "Trend", "{'insight':'trends','search':'?" + c + "'}");
        String other = saved("insight", "Other", "{'insight':'trends','search':''}");
        saved("dashboard", "Board", "{'tiles':[{'id':'" + trend + "'},{'id':'" + other + "'}]}");
        saved("dashboard", "Elsewhere", "{'tiles':[{'id':'" + other + "'}]}");

        HttpResponse<String> kept = delete(used);
        refused(
                kept,
                409,
                "in_use",
                "The cohort \"Used\" is used by",
                "cohort \"Member\"",
                "insight \"Trend\"",
                "dashboard \"Board\"",
                "force=true");
        assertThat(kept.body()).doesNotContain("Other").doesNotContain("Elsewhere");
        assertThat(server.get(SAVED + "/" + used).statusCode()).isEqualTo(200);
        assertThat(delete(member).statusCode()).isEqualTo(204);
        refused(delete(used + "?force=perhaps"), 400, "invalid_parameter", "force");
        assertThat(delete(used + "?force=true").statusCode()).isEqualTo(204);
        assertThat(server.get(SAVED + "/" + used).statusCode()).isEqualTo(404);
    }

    @Test
    void ofManyThatUseACohortTenAreNamed() {
        String used = cohort("Popular", EVERYBODY);
        for (int i = 0; i < 12; i++) {
            cohort("Member " + (char) ('a' + i), "{\"cohort\":\"" + used + "\"}");
        }
        refused(delete(used), 409, "in_use", "\"Member a\"", "\"Member j\" and 2 more");
        assertThat(delete(used).body()).doesNotContain("Member k");
    }

    @Test
    void aChangeToWhatIsNoLongerSoIsRefused() {
        HttpResponse<String> created = save("dashboard", "Shared", "{'tiles':[]}");
        String id = TestServer.json(created).get("id").textValue();
        long version = TestServer.json(created).get("version").longValue();
        String mine = "{\"name\":\"Mine\",\"body\":{},\"version\":" + version + "}";

        HttpResponse<String> changed = change(id, mine);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        refused(change(id, mine.replace("Mine", "Theirs")), 409, "changed_meanwhile", "\"Mine\"");
        long now = TestServer.json(server.get(SAVED + "/" + id)).get("version").longValue();
        assertThat(now)
                .isGreaterThan(version)
                .isEqualTo(TestServer.json(changed).get("version").longValue());
        assertThat(change(id, mine.replace("" + version, "" + now)).statusCode())
                .isEqualTo(200);
        assertThat(change(id, "{\"name\":\"Without\",\"body\":{}}").statusCode())
                .isEqualTo(200);
        refused(change(id, mine.replace("" + version, "0.5")), 400, "invalid_field", "version");
    }

    @Test
    void namesHaveNoControlCharacters() {
        String id = saved("dashboard", "Fine \\uD83D\\uDC69\\u200D\\uD83D\\uDCBB", "{}");
        for (String name : new String[] {"a\\u0000b", "a\\nb", "a\\u001b[31mb", "a\\u0085b", "a\\u2028b"}) {
            refused(
                    save("cohort", name, "{'where':" + EVERYBODY + "}"),
                    400,
                    "invalid_field",
                    "name must have no control");
            refused(
                    change(id, "{\"name\":\"" + name + "\",\"body\":{}}"),
                    400,
                    "invalid_field",
                    "name must have no control");
            refused(
                    server.post("/api/projects", "{\"projectId\":\"named\",\"name\":\"" + name + "\"}"),
                    400,
                    "invalid_field",
                    "\"name\" must have no control");
            refused(
                    server.send(server.request("/api/projects/shop")
                            .header("Content-Type", "application/json")
                            .method("PATCH", BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))),
                    400,
                    "invalid_field",
                    "name must have no control");
        }
    }
}
