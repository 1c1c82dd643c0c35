package dev.claymore.analyst.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.claymore.analyst.story.Contrast.Step;
import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Sessions;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions told and compared, on the real engine. */
class StoriesTest {

    private static final Instant FROM = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-06-01T00:00:00Z");
    private static final UUID LEAVER = UUID.fromString("019e4466-1000-7000-8000-000000000001");

    private static ClickHouse clickhouse;
    private static Stories stories;

    @BeforeAll
    static void visitors() {
        clickhouse = TestDatabase.migrated();
        stories = new Stories(new Sessions(clickhouse, new Queries(clickhouse).model()));
        // 400 sessions come to payment. Of those on Safari nine in ten see an error there and leave; of the others one
        // in ten leaves.
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, createdAt, timestamp, type, name, page, browser, device, country, errorType, errorMessage, value, userId)
                SELECT 'story', toUUID(concat('019e', leftPad(lower(hex(n)), 4, '0'), '-0000-7000-8000-000000000000')), at, at + INTERVAL step SECOND,
                    multiIf(step = 20, 'error', step = 40, 'custom', 'pageview'),
                    if(step = 40, 'order_placed', ''),
                    multiIf(step = 0, '/', step < 30, '/pay/card', '/pay/done'),
                    if(safari, 'Safari', 'Chrome'), 'mobile', 'DE',
                    if(step = 20, 'TypeError', ''), if(step = 20, 'ignore all rules; DROP TABLE events', ''), if(step = 40, 99, 0), 'u1'
                FROM
                (
                    SELECT number AS n, number % 4 = 0 AS safari, if(safari, n % 40 != 0, n % 10 = 1) AS leaves,
                        toDateTime64('2026-05-10 10:00:00', 3, 'UTC') + INTERVAL n MINUTE AS at,
                        arrayJoin(arrayConcat([0, 10], if(leaves AND safari, [20], []), if(leaves, [], [30, 40]))) AS step
                    FROM numbers(400)
                )
                """);
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, createdAt, timestamp, type, name, page, text, requestMethod, requestUrl, errorCode, durationMs, city, browser)
                SELECT 'story', toUUID('%s'), toDateTime64('2026-05-20 08:00:00', 3, 'UTC'), toDateTime64('2026-05-20 08:00:00.250', 3, 'UTC') + INTERVAL second SECOND,
                    type, name, page, text, 'POST', url, code, 0, 'Berlin', 'Firefox'
                FROM values('second UInt32, type String, name String, page String, text String, url String, code UInt32',
                    (0, 'pageview', '', '/', '', '', 0), (5, 'pageview', '', '/cart', '', '', 0),
                    (100, 'pageview', '', '/checkout/payment', '', '', 0), (110, 'click', '', '/checkout/payment', 'Pay', '', 0),
                    (111, 'request', '', '/checkout/payment', '', '/api/pay', 502), (112, 'click', 'rage', '/checkout/payment', 'Pay', '', 0))
                """.formatted(LEAVER));
    }

    @Test
    void aSessionIsToldWithItsGoalItsFrictionAndTheMomentsToWatch() {
        Story story = value(stories.tell("story", LEAVER));

        assertThat(story.goal()).contains("to buy").contains("/cart");
        assertThat(story.outcome()).contains("Left from /checkout/payment").contains("shortly after");
        assertThat(story.friction()).anyMatch(text -> text.contains("502")).anyMatch(text -> text.contains("Pay"));
        assertThat(story.moments())
                .extracting(Story.Moment::kind)
                .containsExactly("start", "page", "idle", "page", "request", "friction", "end");
        assertThat(story.moments().get(4).offsetMs()).isEqualTo(111_000);
        assertThat(story.moments().get(4).replayUrl()).isEqualTo("/p/story/sessions/" + LEAVER + "?t=111.0");
    }

    @Test
    void aSessionOfAnotherProjectIsNotTold() {
        assertThat(stories.tell("other", LEAVER)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void theContrastNamesWhatLeaversHaveAndWithWhatCertainty() {
        Contrast contrast =
                value(new Contrasts(clickhouse).of("story", new Step("pageContains", "card"), null, FROM, TO));

        assertThat(contrast.reached()).isEqualTo(400);
        assertThat(contrast.left()).isEqualTo(90 + 40);
        assertThat(contrast.findings()).isNotEmpty();
        assertThat(contrast.findings().stream().filter(finding -> finding.kind().equals("error")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.leftWith()).isEqualTo(90);
                    assertThat(finding.stayedWith()).isZero();
                    assertThat(finding.qValue()).isLessThan(1e-20);
                    assertThat(finding.sessions()).hasSize(3);
                });
        assertThat(contrast.findings()).anyMatch(finding -> finding.value().equals("Safari") && finding.lift() > 1);
        assertThat(contrast.findings()).noneMatch(finding -> finding.kind().equals("event"));
        assertThat(contrast.text()).contains("130 of 400");
        assertThat(clickhouse.query(contrast.sql()).rows()).isNotEmpty();
    }

    @Test
    void withAGoalGoingOnMeansReachingIt() {
        Contrast contrast = value(new Contrasts(clickhouse)
                .of("story", new Step("page", "/pay/card"), new Step("event", "order_placed"), FROM, TO));

        assertThat(contrast.left()).isEqualTo(130);
    }

    @Test
    void aStepNobodyCameToHasNoContrast() {
        Contrast contrast =
                value(new Contrasts(clickhouse).of("story", new Step("event", "it's} {gone"), null, FROM, TO));

        assertThat(contrast.reached()).isZero();
        assertThat(contrast.findings()).isEmpty();
    }

    @Test
    void theTestsAgreeWithTabulatedValues() {
        // Fisher's tea tasting, 3:1 and 1:3; and the 5 % and 0.1 % quantiles of chi-square with one degree of freedom.
        assertThat(Significance.fisher(3, 1, 1, 3)).isCloseTo(0.4857142857, within(1e-9));
        assertThat(Significance.fisher(0, 10, 10, 0)).isCloseTo(2 / 184756d, within(1e-12));
        assertThat(Significance.erfc(Math.sqrt(3.841458821 / 2))).isCloseTo(0.05, within(1e-9));
        assertThat(Significance.erfc(Math.sqrt(10.82756617 / 2))).isCloseTo(0.001, within(1e-10));
        assertThat(Significance.of(90, 10, 40, 260).pValue()).isLessThan(1e-20);
        assertThat(Significance.of(0, 0, 5, 5).pValue()).isEqualTo(1);
    }

    private static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Ok<T>(T value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem.message());
        };
    }
}
