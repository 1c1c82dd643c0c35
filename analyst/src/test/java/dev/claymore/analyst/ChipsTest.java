package dev.claymore.analyst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.analyst.Understanding.Answered;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The museum again: what is in the query has to stand among the parts of the understanding. */
final class ChipsTest {

    private static final Instant NOW = Instant.parse("2026-09-16T15:30:00Z");

    private static Answered understood(String question, ZoneId zone) {
        Understanding understanding =
                new Understander(CoverageTest.MUSEUM).understand(new Question(question, NOW, zone, null));
        assertThat(understanding).as(question).isInstanceOf(Answered.class);
        return (Answered) understanding;
    }

    private static List<String> chips(String question) {
        return understood(question, ZoneOffset.UTC).chips().stream()
                .map(chip -> chip.kind() + " " + chip.text())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "how many people booked a tour last week | filter tour_booked",
                "total donation value in August | filter donation_made",
                "how many errors on /welcome last week | metric number of error events (/welcome)",
                "sessions with at least 2 tour bookings last week | filter at least 2 × tour_booked",
                "sessions longer than 8 minutes last week | filter duration over 8 minutes",
                "sessions last week that got a 402 on /tours/book | filter event (error code 402 and /tours/book)",
                "how many donations over 50 in August | metric number of donation_made events (value over 50)",
                "sessions last week that saw a welcome page | filter pageview (page contains welcome)",
                "p90 of /api/tours in the last 14 days | filter request (request url /api/tours)",
                "p75 LCP of /welcome last week | filter pageview (/welcome)",
                "average cart value last week | filter with a cart",
                "top 3 pages last week | metric pageview events",
                "conversion rate last week | filter tour_booked",
                "how many sessions from Italy last week | filter Italy",
                "sessions on mobile compared to desktop last week | compare mobile against desktop",
                "average session duration of sessions with an error versus sessions without, last week | compare with against without error",
                "share of requests to /api/tours slower than 2 seconds last week | filter request (request url /api/tours and request duration over 2 seconds)",
                "donations per person in August | metric donation_made events per person",
                "funnel from /welcome to a donation in August | step /welcome"
            })
    void a_condition_is_a_part_of_what_was_understood(String question, String chip) {
        assertThat(chips(question)).as(question).contains(chip);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "how many people booked a tour after a shop search last week",
                "what share of people who searched the shop in August made a donation",
                "share of bookings of a tour on mobile in August",
                "who booked the most tours last week",
                "which page had the most rage clicks last week",
                "average donation per country in August",
                "how many mobile visitors joined the fan club or booked a tour last week",
                "week 1 retention of people who joined the fan club in August",
                "how many people made a donation in July again in August"
            })
    void no_value_stands_in_the_query_alone(String question) {
        Answered answered = understood(question, ZoneOffset.UTC);
        String said = String.join(", ", chips(question)).toLowerCase(Locale.ROOT);
        new QueryFacts(answered.query())
                .values.values().stream()
                        .flatMap(values -> values.stream())
                        .filter(value -> !value.matches("click|custom"))
                        .forEach(value -> assertThat(said).as(question).contains(value));
    }

    @Test
    void what_is_counted_alone_is_no_filter() {
        assertThat(chips("error rate last week")).noneMatch(chip -> chip.startsWith("filter"));
        assertThat(chips("how many errors last week"))
                .containsExactly("metric number of error events", "time last week (7 Sep – 13 Sep)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sessions in the last 7 days | last 7 days (9 Sep – 16 Sep 17:30)",
                "sessions in the last 3 hours | last 3 hours (16 Sep 14:30 – 17:30)",
                "sessions yesterday | yesterday (15 Sep)",
                "sessions today | today (16 Sep 00:00 – 17:30)",
                "sessions in December | December (1 Dec 2025 – 31 Dec 2025)",
                "sessions ever | ever"
            })
    void a_time_says_the_dates_that_it_was_taken_for(String question, String chip) {
        assertThat(understood("how many " + question, ZoneId.of("Europe/Berlin"))
                        .chips())
                .as(question)
                .anySatisfy(time ->
                        assertThat(time).extracting(Chip::kind, Chip::text).containsExactly("time", chip));
    }

    @Test
    void a_time_that_only_refers_to_another_one_says_its_own_dates() {
        assertThat(chips("sessions last week compared to the week before"))
                .contains("time last week (7 Sep – 13 Sep)", "time week before (31 Aug – 6 Sep)");
        assertThat(chips("how many sessions")).contains("time last 7 days (9 Sep – 16 Sep 15:30)");
    }
}
