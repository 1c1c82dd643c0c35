package dev.claymore.analyst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.analyst.Understanding.Answered;
import dev.claymore.analyst.Understanding.Unsupported;
import dev.claymore.analyst.Vocabulary.Value;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A museum: what was said has to be found again in the query. */
final class CoverageTest {

    private static final Instant NOW = Instant.parse("2026-09-16T15:30:00Z");

    static final Vocabulary MUSEUM = new Vocabulary(
            List.of(
                    new Value("customEvent", "tour_booked", 50),
                    new Value("customEvent", "guide_hit", 40),
                    new Value("customEvent", "donation_made", 20),
                    new Value("customEvent", "shop_searched", 30),
                    new Value("customEvent", "fanclub_joined", 10),
                    new Value("page", "/tours/book", 60),
                    new Value("page", "/welcome", 40),
                    new Value("country", "IT", 20),
                    new Value("region", "Scotland", 5),
                    new Value("device", "mobile", 50),
                    new Value("failureMessage", "Card was refused", 6),
                    new Value("referrer", "museums.org", 9),
                    new Value("tags.guide", "audio", 12)),
            Map.of("donation_made", true, "shop_searched", true),
            List.of("guide"));

    private static Understanding understood(String question) {
        return new Understander(MUSEUM).understand(Question.of(question, NOW));
    }

    private static String query(String question) {
        Understanding understanding = understood(question);
        assertThat(understanding).as(question).isInstanceOf(Answered.class);
        return QueryJson.write(((Answered) understanding).query()).toString();
    }

    @Test
    void what_left_no_trace_in_the_query_is_missing() {
        Item booked = Item.of("custom", "tour_booked", "tours booked", 0, 2, 2);
        Item italy = Item.value("country", Condition.eq("country", "IT"), "Italy", 3, 4, 1);
        Item without = Item.of("neg", "", "without", 5, 6, 1);
        MetricsQuery count = MetricsQuery.of(
                Scope.of(new Range(NOW.minusSeconds(60), NOW)),
                Measure.count("tours", Entity.EVENT, Condition.custom("tour_booked")));

        assertThat(Coverage.missing(count, List.of(booked, italy, without))).containsExactly(italy, without);
    }

    @Test
    void what_is_required_and_denied_at_once_was_misread() {
        Condition booked = Condition.sessionDid(Condition.custom("tour_booked"));
        Item not = Item.of("neg", "", "not", 0, 1, 1);
        MetricsQuery both = MetricsQuery.of(
                Scope.of(new Range(NOW.minusSeconds(60), NOW)).where(Condition.and(booked, Condition.not(booked))),
                Measure.count("sessions", Entity.SESSION, Condition.ALWAYS));

        assertThat(Coverage.missing(both, List.of(not))).containsExactly(not);
    }

    @Test
    void words_that_would_be_left_over_are_read_as_the_next_best_thing() {
        assertThat(query("sessions last week in which somebody ran into the guide"))
                .contains("\"customEvent\"", "\"guide_hit\"")
                .doesNotContain("tags.guide");
        assertThat(query("sessions by guide last week")).contains("tags.guide");
    }

    @Test
    void a_sentence_that_only_leads_to_the_question_is_left_out() {
        assertThat(query("who got kicked out? sessions with 'Card was refused' last week"))
                .contains("Card was refused");
        assertThat(understood("who got kicked out last week?")).isInstanceOf(Unsupported.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "what was the largest donation anyone made in August | \"function\":\"max\"",
                "average number of minutes of shop searches last week | \"function\":\"avg\"",
                "how many shop searches came back with zero results last week | \"op\":\"eq\",\"values\":[\"0\"]",
                "sessions last week where the card was refused | Card was refused",
                "sessions from Scotland last week | \"field\":\"region\"",
                "bounce rate of traffic from museums.org last week | \"field\":\"referrer\"",
                "sessions that got a 402 while booking a tour, last week | \"errorCode\"",
                "how many people booked a tour after a shop search last week | \"sequence\"",
                "do mobile or desktop sessions last longer on average? last week | \"dimensions\"",
                "how many riders booked a tour last week | \"people\"",
                "which page do most sessions with an error end on? last week | \"exitPage\"",
                "how many sessions started in each hour of yesterday | \"interval\":\"hour\"",
                "how many different guide values showed up last week | \"uniques\"",
                "error-free sessions last week | \"not\"",
                "sessions that searched the shop but booked none last week | \"not\"",
                "average donation per country in August | \"avg\"",
                "total donation value per visitor in August | \"function\":\"people\"",
                "first visits by country this week | \"visitorType\"",
                "p90 of /api/tours in the last 14 days | requestDurationMs",
                "did mobile users book more tours than desktop ones in August? | \"over\":\"event\"",
                "guides in use last week, how many | \"uniques\"",
                "how many people joined the fan club last week | fanclub_joined",
                "how many people booked a tour and made a donation in the same session, last week | \"by\":\"session\"",
                "share of mobile users among signed-in users last week | \"where\":{\"field\":\"signedIn\"",
                "how fast is /api/tours at p99 this month | \"percentile\":0.99"
            })
    void everyday_words_find_their_place(String question, String part) {
        assertThat(query(question)).as(question).contains(part);
    }

    @Test
    void a_share_of_requests_is_one_of_the_requests_that_are_named() {
        for (String question : List.of(
                "what is the 5xx rate of /api/tours this month",
                "share of requests to /api/tours slower than 2 seconds last week")) {
            assertThat(query(question).split("/api/tours", -1)).as(question).hasSize(3);
        }
    }

    @Test
    void a_word_that_says_once_more_what_was_said_is_no_condition_of_its_own() {
        assertThat(query("who booked the most tours last week?")).doesNotContain("pageview", "tours");
        assertThat(query("sessions that hit an error on one of the tours pages last week"))
                .doesNotContain("\"any\"");
        assertThat(query("sessions on the welcome page with a 402 last week")).doesNotContain("viewedPage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "book a tour for every visitor",
                "revenue per employee last month",
                "who made the largest donation ever",
                "what did people search for most last week",
                "how many people were active on at least 3 days last week"
            })
    void what_the_words_ask_and_the_query_cannot_say_is_refused(String question) {
        assertThat(understood(question)).as(question).isInstanceOf(Unsupported.class);
    }

    @Test
    void an_event_that_is_recorded_when_it_works_is_no_condition_of_what_went_wrong_meanwhile() {
        assertThat(query("sessions that got a 402 while booking a tour, last week"))
                .doesNotContain("tour_booked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sessions last week that booked no tour | \"not\"",
                "sessions last week that made a donation but booked no tour | \"not\"",
                "visits last week that searched the shop without booking a tour | \"not\""
            })
    void what_is_denied_stays_denied(String question, String part) {
        assertThat(query(question)).as(question).contains(part);
    }
}
