package dev.claymore.analyst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.analyst.Vocabulary.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkerTest {

    private static final Vocabulary VOCABULARY = new Vocabulary(
            List.of(
                    new Value("customEvent", "account_opened", 50),
                    new Value("customEvent", "money_transferred", 40),
                    new Value("customEvent", "card_blocked", 5),
                    new Value("customEvent", "login", 90),
                    new Value("customEvent", "add_to_watchlist", 9),
                    new Value("page", "/accounts/overview", 90),
                    new Value("page", "/transfers/new", 40),
                    new Value("requestUrl", "/api/transfers", 40),
                    new Value("city", "Zürich", 20),
                    new Value("city", "St. Gallen", 3),
                    new Value("country", "CH", 23),
                    new Value("browser", "Samsung Internet", 8),
                    new Value("tags.name", "Visitor", 30),
                    new Value("release", "2.10.0", 30),
                    new Value("utmCampaign", "spring-savings", 6),
                    new Value("errorType", "TimeoutError", 6),
                    new Value("tags.segment", "private-banking", 12)),
            Map.of("money_transferred", true),
            List.of("segment"));

    private static List<Item> items(String question) {
        List<Token> tokens = Speller.read(Lexer.read(question), VOCABULARY, new ArrayList<>());
        List<Span> times =
                new TimeParser(tokens, new Calendar(Instant.parse("2026-09-16T15:30:00Z"), ZoneOffset.UTC)).all();
        return new Joiner(tokens, question, VOCABULARY).join(new Linker(tokens, VOCABULARY, times).items());
    }

    @ParameterizedTest
    @ValueSource(strings = {"how many visitors yesterday", "new visitors per day"})
    void a_word_for_everybody_is_no_value_of_a_tag(String words) {
        assertThat(items(words)).as(words).noneMatch(item -> item.is("value"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "how many people opened an account | account_opened",
                "accounts opened per day | account_opened",
                "customers who transferred some money | money_transferred",
                "money_transferred events | money_transferred",
                "people who sent money | ",
                "cards that were blocked | card_blocked",
                "who signed in | login",
                "logins per hour | login",
                "people that logged in | login",
                "added something to the watchlist | add_to_watchlist",
                "adding a stock to their watchlist | "
            })
    void events_are_found_in_any_form(String words, String event) {
        List<String> events = items(words).stream()
                .filter(item -> item.is("custom"))
                .map(Item::arg)
                .toList();
        if (event != null) {
            assertThat(events).as(words).containsExactly(event);
        } else {
            assertThat(events).as(words).hasSizeLessThan(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "visitors from Zurich | city | Zürich",
                "visitors from zuerich, sorry, Zürich | city | Zürich",
                "users in st gallen | city | St. Gallen",
                "Swiss visitors | country | CH",
                "visitors from Switzerland | country | CH",
                "on Samsung | browser | Samsung Internet",
                "on version 2.10.0 | release | 2.10.0",
                "from the spring savings campaign | utmCampaign | spring-savings",
                "timeout errors | errorType | TimeoutError",
                "private banking sessions | tags.segment | private-banking",
                "segment=private-banking | tags.segment | private-banking",
                "a 503 | errorCode | 503",
                "requests to /api/transfers | requestUrl | /api/transfers",
                "the transfers pages | page | transfers",
                "error message containing 'no connection' | errorMessage | no connection"
            })
    void values_are_found_as_people_write_them(String words, String field, String value) {
        assertThat(items(words)).as(words).anySatisfy(item -> {
            assertThat(item.kind()).isEqualTo("value");
            assertThat(item.arg()).isEqualTo(field);
            assertThat(item.where().values()).containsExactly(value);
        });
    }

    @Test
    void what_is_not_known_stays_unknown() {
        assertThat(items("how many people bought a castle"))
                .filteredOn(item -> item.is("unknown"))
                .extracting(Item::text)
                .containsExactlyInAnyOrder("bought", "castle");
    }

    @Test
    void a_slip_of_the_finger_is_forgiven() {
        assertThat(items("sesions form Switzerlnd")).extracting(Item::kind).contains("subject", "value");
    }
}
