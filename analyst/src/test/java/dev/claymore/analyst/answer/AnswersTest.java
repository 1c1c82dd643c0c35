package dev.claymore.analyst.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.Chip;
import dev.claymore.analyst.model.ModelReader;
import dev.claymore.analyst.model.ModelRegistry;
import dev.claymore.analyst.story.Contrasts;
import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Result;
import dev.claymore.query.Sessions;
import dev.claymore.query.SqlConsole;
import dev.claymore.query.Values;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.KeyVault;
import dev.claymore.store.ModelTable;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers with their proof, of a small shop. Every session views {@code /} and {@code /checkout/payment}; what fails there, fails 90 seconds
 * after it began, and of the seventh session once more at 200.
 *
 * <pre>
 * session  days ago  city    device   cart  fails
 * 1        2         Berlin  desktop  150   500 on /checkout/payment
 * 2        2         Berlin  mobile    80   500 on /checkout/payment
 * 3        3         Berlin  desktop  150   500 on /search
 * 4        1         Munich  desktop  200   500 on /checkout/payment
 * 5        4         Berlin  mobile   300   404 on /checkout/payment
 * 6        12        Berlin  desktop  120   500 on /checkout/payment
 * 7        5         Berlin  mobile   400   500 on /checkout/payment, twice
 * </pre>
 */
class AnswersTest {

    /** The query that the product is known by, as the documentation has it. */
    private static final String CONTRACT = """
            SELECT
                s.sessionId,
                s.userId,
                e.errorMessage,
                toDecimal64(s.cartValue, 2) AS cartValue,
                formatDateTime(s.createdAt, '%Y-%m-%d %H:%M:%S') AS timestamp
            FROM sessions s
            INNER JOIN (
                SELECT * FROM events FINAL
                WHERE errorCode = 500
            ) e ON s.sessionId = e.sessionId
            PREWHERE s.projectId = {projectId:String}
                AND s.createdAt >= toStartOfDay(now() - INTERVAL 7 DAY)
            WHERE s.country = 'DE'
                AND s.city ilike 'berlin'
                AND e.page ilike '%checkout%'
                AND s.cartValue > 100
            ORDER BY s.createdAt DESC
            LIMIT 50
            """;

    @TempDir
    static Path directory;

    private static Instant now;
    private static ClickHouse clickhouse;
    private static Answers answers;
    private static final Map<Integer, Instant> BEGAN = new HashMap<>();

    @BeforeAll
    static void shop() {
        now = Instant.now();
        clickhouse = TestDatabase.migrated();
        List<String> rows = new ArrayList<>();
        visit(rows, 1, 2, "Berlin", "desktop", 150, 500, "/checkout/payment", 90);
        visit(rows, 2, 2, "Berlin", "mobile", 80, 500, "/checkout/payment", 90);
        visit(rows, 3, 3, "Berlin", "desktop", 150, 500, "/search", 90);
        visit(rows, 4, 1, "Munich", "desktop", 200, 500, "/checkout/payment", 90);
        visit(rows, 5, 4, "Berlin", "mobile", 300, 404, "/checkout/payment", 90);
        visit(rows, 6, 12, "Berlin", "desktop", 120, 500, "/checkout/payment", 90);
        visit(rows, 7, 5, "Berlin", "mobile", 400, 500, "/checkout/payment", 90, 200);
        clickhouse.command(
                "INSERT INTO events (projectId, sessionId, eventId, createdAt, timestamp, type, page, errorCode, errorMessage, requestUrl,"
                        + " cartValue, userId, country, city, device, browser) VALUES " + String.join(", ", rows));
        Queries queries = new Queries(clickhouse);
        ModelRegistry registry = new ModelRegistry(
                new ModelTable(clickhouse, Clock.systemUTC()), new KeyVault(directory.resolve("model-key")));
        ModelReader models = new ModelReader(
                registry,
                queries.model(),
                new Values(clickhouse, queries.model()),
                (projectId, query) -> queries.run(projectId, QueryJson.read(query)),
                new SqlConsole(clickhouse),
                projectId -> List.of());
        answers = new Answers(
                new Analyst(clickhouse, queries),
                models,
                new Sessions(clickhouse, queries.model()),
                new Contrasts(clickhouse),
                Clock.systemUTC());
    }

    private static void visit(
            List<String> rows,
            int number,
            int daysAgo,
            String city,
            String device,
            int cart,
            int code,
            String page,
            int... seconds) {
        Instant began = Instant.ofEpochMilli(
                now.minus(Duration.ofDays(daysAgo)).minusSeconds(600).toEpochMilli());
        BEGAN.put(number, began);
        String person = ", 'person-" + number + "', 'DE', '" + city + "', '" + device + "', 'Firefox')";
        row(rows, number, began, 0, "'pageview', '/', 0, '', '', 0" + person);
        row(rows, number, began, 60, "'pageview', '/checkout/payment', 0, '', '', " + cart + person);
        for (int second : seconds) {
            row(
                    rows,
                    number,
                    began,
                    second,
                    "'request', '" + page + "', " + code + ", 'Payment failed', '/api/pay', " + cart + person);
        }
    }

    private static void row(List<String> rows, int number, Instant began, int second, String rest) {
        rows.add("('shop', '" + id(number) + "', '" + new UUID(0x7000L | second, 0x8000000000000000L | number) + "', "
                + "fromUnixTimestamp64Milli(" + began.toEpochMilli() + "), fromUnixTimestamp64Milli("
                + began.plusSeconds(second).toEpochMilli() + "), " + rest);
    }

    private static String id(int number) {
        return new UUID((BEGAN.get(number).toEpochMilli() << 16) | 0x7000L, 0x8000000000000000L | number).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Show sessions where users from Berlin got error 500 during checkout with cart value over $100",
                "which visits from Berlin ran into a 500 at checkout with more than 100 dollars in the cart?",
                "find recordings of Berlin customers who got a 500 on a checkout page and whose cart was worth over $100",
                "sessions in Berlin with a cart above 100 and a 500 error on the checkout pages",
                "list all sessions of people in Berlin that hit HTTP 500 on a checkout page, cart value > 100",
                "Berlin users, cart value greater than 100, error code 500 during the checkout: show their sessions",
                "errors 500 in checkout, city Berlin, basket over 100 euros - show me the sessions",
                "pull up visits where someone from Berlin saw a 500 while checking out with over $100 in their basket"
            })
    void the_question_that_the_product_is_known_by_has_the_sessions_of_its_query_each_where_the_error_happened(
            String question) {
        List<String> expected =
                clickhouse
                        .reader("shop", ReadLimits.PRODUCT)
                        .query(CONTRACT, Map.of("projectId", "shop"))
                        .records()
                        .stream()
                        .map(row -> row.text("sessionId"))
                        .distinct()
                        .toList();
        assertThat(expected).containsExactly(id(1), id(7));

        Answer answer = ask(question, null);

        assertThat(answer.status()).as(answer.text()).isEqualTo("answered");
        assertThat(answer.sessions())
                .extracting(session -> session.get("sessionId"))
                .isEqualTo(List.copyOf(expected));
        for (int number : new int[] {1, 7}) {
            Map<String, Object> session = answer.sessions().stream()
                    .filter(other -> other.get("sessionId").equals(id(number)))
                    .findFirst()
                    .orElseThrow();
            assertThat(session.get("timestamp"))
                    .isEqualTo(BEGAN.get(number).plusSeconds(90).toString());
            assertThat(session.get("offsetMs")).isEqualTo(90_000L);
            assertThat(session.get("replayUrl").toString()).contains(id(number)).endsWith("?t=90.0");
        }
    }

    @Test
    void a_conversation_goes_on_narrows_breaks_down_looks_back_and_ends_in_the_sessions() {
        Answer all = ask("how many 500 errors on checkout pages in the last 7 days?", null);
        assertThat(all.rows()).hasToString("[[5]]");

        Answer mobile = ask("only mobile", all.conversationId());
        assertThat(mobile.rows()).hasToString("[[3]]");

        Answer cities = ask("break that down by city", mobile.conversationId());
        assertThat(cities.rows()).hasToString("[[Berlin, 3]]");

        Answer sessions = ask("show me the sessions", cities.conversationId());
        assertThat(sessions.sessions())
                .extracting(session -> session.get("sessionId"))
                .containsExactlyInAnyOrder(id(2), id(7));

        Answer first = ask("how many 500 errors on checkout pages in the last 7 days?", null);
        assertThat(ask("and the week before?", first.conversationId()).rows()).hasToString("[[1]]");
    }

    @Test
    void a_number_comes_with_the_sessions_behind_it_their_tags_and_the_moment_that_counts() {
        Answer answer = ask("how many 404 errors in the last 7 days?", null);

        assertThat(answer.rows()).hasToString("[[1]]");
        assertThat(answer.sessions()).hasSize(1);
        assertThat(answer.sessions().getFirst())
                .containsEntry("sessionId", id(5))
                .containsEntry("offsetMs", 90_000L)
                .containsKey("tags")
                .doesNotContainKeys("at", "matches");
    }

    @Test
    void a_chip_says_which_characters_it_was_read_from_and_the_edited_question_is_another_one() {
        String question = "how many mobile sessions in the last 7 days";
        Answer answer = ask(question, null);
        Chip mobile = chip(answer, "filter");
        Chip time = chip(answer, "time");

        assertThat(question.substring(mobile.from(), mobile.to())).isEqualTo("mobile");
        assertThat(question.substring(time.from(), time.to())).isEqualTo("in the last 7 days");
        assertThat(answer.rows()).hasToString("[[3]]");

        String desktop = question.substring(0, mobile.from()) + "desktop" + question.substring(mobile.to());
        assertThat(ask(desktop, null).rows()).hasToString("[[3]]");
        String all = question.substring(0, mobile.from()) + question.substring(mobile.to());
        assertThat(ask(all, null).rows()).hasToString("[[6]]");
        String ever = question.substring(0, time.from()) + "ever";
        assertThat(ask(ever, null).rows()).hasToString("[[3]]");
    }

    @Test
    void chips_of_a_question_before_do_not_point_into_the_one_after() {
        Answer first = ask("how many sessions in the last 7 days", null);
        Answer mobile = ask("only mobile", first.conversationId());

        assertThat(mobile.understanding().chips())
                .allSatisfy(chip -> assertThat(chip.to()).isLessThanOrEqualTo("only mobile".length()));
    }

    @Test
    void an_edited_query_is_answered_with_its_proof_and_can_be_followed_up() {
        Answer asked = ask("how many mobile sessions in the last 7 days", null);
        String edited = asked.understanding().query().toString().replace("\"mobile\"", "\"desktop\"");

        Answer answer = ask(edited(edited), null);
        assertThat(answer.rows()).hasToString("[[3]]");
        assertThat(answer.question()).isEqualTo("Sessions, device desktop");
        assertThat(answer.sql()).contains("desktop");
        assertThat(answer.sessions())
                .extracting(session -> session.get("sessionId"))
                .containsExactlyInAnyOrder(id(1), id(3), id(4));
        assertThat(answer.understanding().chips())
                .allSatisfy(chip -> assertThat(chip.from()).isEqualTo(-1));

        Answer berlin = ask("only Berlin", answer.conversationId());
        assertThat(berlin.rows()).hasToString("[[2]]");
    }

    @Test
    void a_list_that_ends_with_its_page_says_how_many_there_are() {
        crowd();

        Answer cut = of("crowd", "sessions from Germany in the last 7 days");
        assertThat(cut.text()).endsWith(": 60 sessions; the newest 50 are listed.");
        assertThat(cut.total()).isEqualTo(60);
        assertThat(cut.rows()).hasSize(50);
        assertThat(of("crowd", "how many sessions from Germany in the last 7 days")
                        .rows())
                .hasToString("[[60]]");

        Answer whole = of("crowd", "sessions on mobile in the last 7 days");
        assertThat(whole.text()).endsWith(": 50 sessions.");
        assertThat(whole.total()).isNull();

        Answer longest = of("crowd", "the 5 longest sessions in the last 7 days");
        assertThat(longest.text()).endsWith(": 60 sessions; the first 5 are listed.");

        Answer people = of("crowd", "top 10 users by sessions in the last 7 days");
        assertThat(people.text()).doesNotContain("; 10 in all");

        String list = "{\"kind\": \"people\", \"from\": \"%s\", \"to\": \"%s\", \"limit\": 10}"
                .formatted(now.minus(Duration.ofDays(7)), now);
        Answer first = of("crowd", edited(list));
        assertThat(first.text()).endsWith("; 60 in all, of which 10 are listed.");
        assertThat(first.total()).isEqualTo(60);
        Answer all = of("crowd", edited(list.replace("10}", "60}")));
        assertThat(all.text()).endsWith("; 60 in all.");
        assertThat(all.total()).isNull();
    }

    /** Sixty sessions of sixty people, fifty on a phone. */
    private static void crowd() {
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, eventId, timestamp, type, page, userId, country, browser, device)
                SELECT 'crowd', dateTimeToUUIDv7(toDateTime(at)), generateUUIDv4(), at, 'pageview', '/', concat('u', toString(number)), 'DE', 'Firefox',
                    if(number < 50, 'mobile', 'desktop')
                FROM (SELECT number, now64(3) - INTERVAL (number + 1) HOUR AS at FROM numbers(60))
                """);
    }

    private static Answer of(String projectId, String question) {
        return answered(new AskRequest(projectId, question, now, ZoneOffset.UTC, null, AskRequest.Engine.BUILT_IN));
    }

    private static Answer of(String projectId, Query query) {
        return answered(new AskRequest(projectId, "", query, now, ZoneOffset.UTC, null, AskRequest.Engine.AUTO));
    }

    private static Answer answered(AskRequest request) {
        Outcome<Answer> outcome = answers.ask(request, Progress.NONE);
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<Answer>) outcome).value();
    }

    @Test
    void the_questions_that_warm_up_go_all_the_way() {
        for (String question : Answers.WARMING) {
            assertThat(answers.aboutNothing(question, now))
                    .as(question)
                    .isInstanceOfSatisfying(
                            Outcome.Ok.class,
                            ok -> assertThat(((Answer) ok.value()).status()).isEqualTo(Answer.ANSWERED));
        }
    }

    private static Query edited(String json) {
        try {
            return QueryJson.read(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer ask(Query query, String conversationId) {
        return answered(new AskRequest("shop", "", query, now, ZoneOffset.UTC, conversationId, AskRequest.Engine.AUTO));
    }

    @Test
    void a_web_vital_is_a_time_unless_it_is_the_shift_of_the_layout() {
        assertThat(ask("p75 LCP by device in the last 7 days", null).columns())
                .extracting(Result.Column::unit)
                .containsExactly("", "ms");
        assertThat(ask("p75 CLS by device in the last 7 days", null).columns())
                .extracting(Result.Column::unit)
                .containsExactly("", "number");
    }

    private static Chip chip(Answer answer, String kind) {
        return answer.understanding().chips().stream()
                .filter(chip -> chip.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Answer ask(String question, String conversationId) {
        return answered(
                new AskRequest("shop", question, now, ZoneOffset.UTC, conversationId, AskRequest.Engine.BUILT_IN));
    }
}
