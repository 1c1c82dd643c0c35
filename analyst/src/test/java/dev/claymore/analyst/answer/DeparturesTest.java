package dev.claymore.analyst.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.Chip;
import dev.claymore.analyst.model.ModelReader;
import dev.claymore.analyst.model.ModelRegistry;
import dev.claymore.analyst.story.Contrasts;
import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Sessions;
import dev.claymore.query.SqlConsole;
import dev.claymore.query.Values;
import dev.claymore.query.language.QueryJson;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.KeyVault;
import dev.claymore.store.ModelTable;
import dev.claymore.store.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gallery: 400 sessions come to the payment. Of those on Safari nine in ten leave there, of the others one in ten. */
final class DeparturesTest {

    private static final Instant NOW = Instant.parse("2026-05-16T12:00:00Z");

    @TempDir
    static Path directory;

    private static Answers answers;

    @BeforeAll
    static void gallery() {
        ClickHouse clickhouse = TestDatabase.migrated();
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, createdAt, timestamp, type, name, page, browser, country)
                SELECT 'gallery', toUUID(concat('019e', leftPad(lower(hex(n)), 4, '0'), '-0000-4000-8000-000000000000')), at, at + INTERVAL step SECOND,
                    if(step = 40, 'custom', 'pageview'), if(step = 40, 'print_ordered', ''),
                    multiIf(step = 0, '/prints', step < 30, '/checkout/payment', '/thanks'), if(safari, 'Safari', 'Chrome'), 'DE'
                FROM
                (
                    SELECT number AS n, number % 4 = 0 AS safari, if(safari, n % 40 != 0, n % 10 = 1) AS leaves,
                        toDateTime64('2026-05-14 10:00:00', 3, 'UTC') + INTERVAL n MINUTE AS at,
                        arrayJoin(if(leaves, [0, 10], [0, 10, 30, 40])) AS step
                    FROM numbers(400)
                )
                """);
        Queries queries = new Queries(clickhouse);
        ModelReader models = new ModelReader(
                new ModelRegistry(
                        new ModelTable(clickhouse, Clock.systemUTC()), new KeyVault(directory.resolve("model-key"))),
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

    private static Answer ask(String question) {
        Outcome<Answer> answer = answers.ask(
                new AskRequest("gallery", question, NOW, ZoneOffset.UTC, null, AskRequest.Engine.BUILT_IN),
                Progress.NONE);
        assertThat(answer).as(question).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<Answer>) answer).value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "why do people leave at checkout? | left at page contains checkout",
                "Why do users drop off at /checkout/payment this week? | left at /checkout/payment",
                "why do visitors abandon the checkout | left at page contains checkout",
                "why are customers leaving on the payment page, last 7 days? | left at page contains payment",
                "so why did people drop out during checkout in May? | left at page contains checkout"
            })
    void whyPeopleLeaveIsAContrastOfThoseWhoDid(String question, String step) {
        Answer answer = ask(question);

        assertThat(answer.status()).as(answer.text()).isEqualTo(Answer.ANSWERED);
        assertThat(answer.understanding().chips()).extracting(Chip::text).contains(step);
        assertThat(answer.understanding().chips()).extracting(Chip::kind).contains("time");
        assertThat(answer.text()).startsWith("130 of 400 sessions");
        assertThat(answer.rows()).anySatisfy(row -> assertThat(row).startsWith("browser", "Safari"));
        assertThat(answer.sql()).contains("gallery");
        assertThat(answer.sessions()).isNotEmpty();
        assertThat(answer.assumptions()).anyMatch(assumption -> assumption.contains("which is the cause"));
    }

    @Test
    void whatIsCalledByTheNameOfAnEventIsOne() {
        assertThat(ask("why do people quit after print ordered?")
                        .understanding()
                        .chips())
                .extracting(Chip::text)
                .contains("left at print_ordered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "why do people leave?",
                "why do people leave at checkout on Safari?",
                "why do people leave at the zeppelin?",
                "why did orders fall last week?",
                "what is the reason for the low conversion?"
            })
    void whereItCannotBeToldTheAnswerSaysWhatCanBeAsked(String question) {
        Answer answer = ask(question);

        assertThat(answer.status()).as(question).isEqualTo(Answer.UNSUPPORTED);
        assertThat(answer.reason()).contains("those who left");
        assertThat(ask(answer.nearest()).status()).isEqualTo(Answer.ANSWERED);
    }

    @Test
    void aQuestionThatOnlySaysWhereSessionsEndStaysANumber() {
        Answer answer = ask("how many people left at /checkout/payment this week?");

        assertThat(answer.understanding().query()).isNotNull();
        assertThat(answer.rows().stream().map(String::valueOf).collect(Collectors.joining()))
                .isNotEmpty();
    }
}
