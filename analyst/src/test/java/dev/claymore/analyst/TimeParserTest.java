package dev.claymore.analyst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claymore.query.language.Range;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Wednesday, 2026-09-16, half past three in the afternoon. */
final class TimeParserTest {

    private static final Instant NOW = Instant.parse("2026-09-16T15:30:00Z");

    private static List<Span> times(String text, ZoneId zone) {
        return new TimeParser(Lexer.read(text), new Calendar(NOW, zone)).all();
    }

    private static Range only(String text, ZoneId zone) {
        List<Span> times = times(text, zone);
        assertThat(times).as(text).hasSize(1);
        return times.getFirst().range();
    }

    private static Instant instant(String text) {
        if (text == null || text.equals("-")) {
            return null;
        }
        return text.equals("now")
                ? NOW
                : (text.contains("T")
                                ? LocalDateTime.parse(text)
                                : LocalDate.parse(text).atStartOfDay())
                        .toInstant(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "today | 2026-09-16 | now",
                "yesterday's visitors | 2026-09-15 | 2026-09-16",
                "sessions this week | 2026-09-14 | now",
                "last week | 2026-09-07 | 2026-09-14",
                "the week before last | 2026-08-31 | 2026-09-07",
                "this month so far | 2026-09-01 | now",
                "last month | 2026-08-01 | 2026-09-01",
                "last quarter | 2026-04-01 | 2026-07-01",
                "in Q1 | 2026-01-01 | 2026-04-01",
                "Q4 | 2025-10-01 | 2026-01-01",
                "last year | 2025-01-01 | 2026-01-01",
                "year to date | 2026-01-01 | now",
                "in the last 7 days | 2026-09-09 | now",
                "over the past two weeks | 2026-08-31 | now",
                "last 6 weeks | 2026-08-03 | now",
                "the past 3 months | 2026-06-01 | now",
                "in the past fortnight | 2026-09-02 | now",
                "last 24 hours | 2026-09-15T15:30 | now",
                "the last 90 minutes | 2026-09-16T14:00 | now",
                "since May 4 | 2026-05-04 | now",
                "since the 4th of May 2026 | 2026-05-04 | now",
                "since yesterday | 2026-09-15 | now",
                "since the beginning of the month | 2026-09-01 | now",
                "between June 3 and June 9 | 2026-06-03 | 2026-06-10",
                "from 2026-06-03 to 2026-06-09 | 2026-06-03 | 2026-06-10",
                "May 4 to May 31 | 2026-05-04 | 2026-06-01",
                "before September | - | 2026-09-01",
                "in June | 2026-06-01 | 2026-07-01",
                "in December | 2025-12-01 | 2026-01-01",
                "in September | 2026-09-01 | now",
                "June 2025 | 2025-06-01 | 2025-07-01",
                "on 12/31/2025 | 2025-12-31 | 2026-01-01",
                "on 31.12.2025 | 2025-12-31 | 2026-01-01",
                "on August 3rd | 2026-08-03 | 2026-08-04",
                "on February 29 2024 | 2024-02-29 | 2024-03-01",
                "on the 31st | 2026-08-31 | 2026-09-01",
                "on the 16th | 2026-09-16 | now",
                "on December 31 | 2025-12-31 | 2026-01-01",
                "on Monday | 2026-09-14 | 2026-09-15",
                "last Friday | 2026-09-11 | 2026-09-12",
                "last weekend | 2026-09-12 | 2026-09-14",
                "3 days ago | 2026-09-13 | 2026-09-14",
                "a week ago | 2026-09-07 | 2026-09-14",
                "the day before yesterday | 2026-09-14 | 2026-09-15",
                "the first week of June | 2026-06-01 | 2026-06-08",
                "the second half of August | 2026-08-16 | 2026-09-01",
                "the week of June 10 | 2026-06-08 | 2026-06-15",
                "ever | - | -",
                "of all time | - | -"
            })
    void names_of_times_mean_what_the_conventions_say(String text, String from, String to) {
        assertThat(only(text, ZoneOffset.UTC)).isEqualTo(new Range(instant(from), instant(to)));
    }

    @Test
    void days_begin_where_the_time_zone_says() {
        assertThat(only("yesterday", ZoneId.of("America/New_York")))
                .isEqualTo(new Range(Instant.parse("2026-09-15T04:00:00Z"), Instant.parse("2026-09-16T04:00:00Z")));
        assertThat(only("in March", ZoneId.of("Europe/Berlin")))
                .isEqualTo(new Range(Instant.parse("2026-02-28T23:00:00Z"), Instant.parse("2026-03-31T22:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "how many users may return",
        "sessions with at least one second of waiting",
        "march to the beat",
        "top 10 pages"
    })
    void other_words_are_no_times(String text) {
        assertThat(times(text, ZoneOffset.UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on february 30 | There is no February 30 in 2026: the month has 28 days.",
                "on february 29 | There is no February 29 in 2026: the month has 28 days.",
                "on the 31st of November | There is no November 31 in 2025: the month has 30 days.",
                "on 30 Feb 2024 | There is no February 30 in 2024: the month has 29 days.",
                "from january 30 to february 30 | There is no February 30 in 2026: the month has 28 days.",
                "June 3 to 31 | There is no June 31 in 2026: the month has 30 days.",
                "3 to 31 June | There is no June 31 in 2026: the month has 30 days.",
                "between June 3 and 31 | There is no June 31 in 2026: the month has 30 days.",
                "last 0 days | “last 0 days” is no time: it takes 1 day at least.",
                "in the past zero weeks | “past zero weeks” is no time: it takes 1 week at least."
            })
    void times_that_there_are_not_are_named(String text, String reason) {
        assertThatThrownBy(() -> times(text, ZoneOffset.UTC))
                .isInstanceOf(NoSuchTime.class)
                .hasMessage(reason);
    }

    @Test
    void the_week_before_waits_for_the_other_time() {
        List<Span> times = times("signups last week vs the week before", ZoneOffset.UTC);
        assertThat(times).hasSize(2);
        assertThat(times.get(1).range()).isNull();
        assertThat(times.get(1).unit()).isEqualTo("week");
    }
}
