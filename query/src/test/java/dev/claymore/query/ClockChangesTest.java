package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.MovingAverage;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trends over changes of the clocks that are not by an hour, or not in the night: a page view every twenty minutes of 2026. */
final class ClockChangesTest {

    private static final Measure VIEWS = Measure.count("views", Entity.EVENT, Condition.eq("type", "pageview"));

    private static ClickHouse clickhouse;
    private static Asking ask;

    @BeforeAll
    static void aYearOfViews() {
        clickhouse = TestDatabase.migrated();
        Story story = new Story("clocks");
        Instant end = Instant.parse("2026-11-01T00:00:00Z");
        for (Instant start = Instant.parse("2026-03-01T00:00:00Z");
                start.isBefore(end);
                start = start.plus(Duration.ofHours(2))) {
            Story.Session session = story.session(start.toString(), "a");
            for (int i = 0; i < 6; i++) {
                session.view(i * 20.0, "/");
            }
        }
        story.tell(clickhouse);
        ask = new Asking(clickhouse, "clocks");
    }

    private static Range days(String zone, LocalDate from, int days) {
        return new Range(
                from.atStartOfDay(ZoneId.of(zone)).toInstant(),
                from.plusDays(days).atStartOfDay(ZoneId.of(zone)).toInstant());
    }

    private static MetricsQuery views(String zone, Range range, Interval interval) {
        return MetricsQuery.of(Scope.of(range).in(ZoneId.of(zone)), VIEWS).every(interval);
    }

    @ParameterizedTest
    @CsvSource({
        "America/Santiago, 2026-09-06",
        "Africa/Cairo, 2026-04-24",
        "Asia/Beirut, 2026-03-29",
        "America/Havana, 2026-03-08",
        "Europe/Berlin, 2026-03-29"
    })
    void a_period_before_stands_day_by_day_beside_this_one(String zone, LocalDate change) {
        for (int before = -3; before <= 1; before++) {
            LocalDate earlier = change.plusDays(before);
            Range previous = days(zone, earlier, 4);
            Range now = days(zone, earlier.plusDays(4), 4);
            MetricsQuery query = views(zone, now, Interval.DAY).comparedTo(previous);
            assertThat(ask.rows(query, "views")).isEqualTo(ask.rows(views(zone, now, Interval.DAY), "views"));
            assertThat(ask.rows(query, "previous.views"))
                    .isEqualTo(ask.rows(views(zone, previous, Interval.DAY), "views"));
            assertThat(ask.rows(query.by("type"), "time")).isEqualTo(ask.rows(query, "time"));
            for (List<Object> row : ask.result(query).rows()) {
                assertThat(matches(query, new Cell(Map.of("time", row.getFirst()), "previous.views")))
                        .isEqualTo(((Number) row.getLast()).longValue());
            }
        }
    }

    @Test
    void weeks_and_months_stand_beside_each_other() {
        String zone = "Africa/Cairo";
        Range previous = days(zone, LocalDate.parse("2026-04-20"), 14);
        Range now = days(zone, LocalDate.parse("2026-05-04"), 14);
        for (Interval interval : List.of(Interval.WEEK, Interval.MONTH)) {
            assertThat(ask.rows(views(zone, now, interval).comparedTo(previous), "previous.views"))
                    .startsWith(
                            ask.rows(views(zone, previous, interval), "views").getFirst());
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-10-03", "2026-04-04"})
    void hours_are_all_there_where_the_clocks_change_by_half_an_hour(LocalDate day) {
        String zone = "Australia/Lord_Howe";
        Range range = days(zone, day, 4);
        MetricsQuery hourly = views(zone, range, Interval.HOUR);
        List<String> rows = ask.rows(hourly, "time", "views");
        assertThat(rows).isEqualTo(ask.rows(hourly.order(Order.lowest("time")), "time", "views"));
        long all = sum(ask.rows(views(zone, range, Interval.NONE), "views"));
        assertThat(sum(ask.rows(hourly, "views"))).isEqualTo(all);
        for (List<Object> row : ask.result(hourly).rows()) {
            assertThat(matches(hourly, new Cell(Map.of("time", row.getFirst()), "views")))
                    .isEqualTo(((Number) row.getLast()).longValue());
        }
        Range later = days(zone, day.plusDays(4), 4);
        MetricsQuery compared = views(zone, later, Interval.HOUR).comparedTo(range);
        assertThat(sum(ask.rows(compared, "previous.views"))).isBetween(all - 3, all);
        MetricsQuery moving = MetricsQuery.of(hourly.scope(), VIEWS, new MovingAverage("mean", VIEWS, 1))
                .every(Interval.HOUR);
        assertThat(ask.rows(moving, "time", "views")).isEqualTo(rows);
        assertThat(ask.rows(moving, "mean").subList(0, 20))
                .isEqualTo(ask.rows(moving, "views").subList(0, 20));
    }

    private static long sum(List<String> numbers) {
        return numbers.stream().mapToLong(Long::parseLong).sum();
    }

    private static long matches(MetricsQuery query, Cell cell) {
        Sessions sessions = new Sessions(clickhouse, new Queries(clickhouse).model());
        Outcome<SessionPage> page = sessions.behind("clocks", query, cell, 500, null);
        assertThat(page).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<SessionPage>) page)
                .value().sessions().stream()
                        .mapToLong(session -> ((Number) session.get("matches")).longValue())
                        .sum();
    }
}
