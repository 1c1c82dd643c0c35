package dev.claymore.analyst.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.analyst.Shape;
import dev.claymore.query.Result;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SentencesTest {

    @Test
    void rows_of_hand_written_sql_are_not_told_as_sessions() {
        Result result = rows("a", "a", "b");
        assertThat(told(result, "SELECT sessionId FROM events")).isEqualTo("Found: 2 sessions in 3 rows.");
        assertThat(told(result, "SELECT sessionId FROM events LIMIT 10;")).isEqualTo("Found: 2 sessions in 3 rows.");
        assertThat(told(result, "SELECT sessionId FROM events LIMIT 3"))
                .isEqualTo("Found: 2 sessions in the 3 rows that are listed; there may be more.");
        assertThat(told(rows("a", "b"), "SELECT sessionId FROM sessions")).isEqualTo("Found: 2 sessions.");
        for (String cut : List.of(
                "LIMIT 2",
                "limit 1 + 1",
                "LIMIT 99 OFFSET 1",
                "LIMIT 1, 99",
                "LIMIT 99999999999999999999",
                "FETCH FIRST 2 ROWS ONLY")) {
            assertThat(told(rows("a", "b"), "SELECT sessionId FROM sessions " + cut))
                    .as(cut)
                    .isEqualTo("Found: 2 sessions are listed; there may be more.");
        }
    }

    @Test
    void values_are_called_what_people_call_them() {
        assertThat(ranked("country", "DE")).isEqualTo("Sessions: Germany 7.");
        assertThat(ranked("country", "ZZ")).isNotEmpty();
        assertThat(ranked("dayOfWeek", 3)).isEqualTo("Sessions: Wednesday 7.");
        assertThat(ranked("hourOfDay", 9)).isEqualTo("Sessions: 09:00 7.");
        assertThat(ranked("page", "/de")).isEqualTo("Sessions: /de 7.");
    }

    private static String ranked(String field, Object value) {
        Result result = new Result(
                List.of(
                        new Result.Column(field, "String", "", "dimension"),
                        new Result.Column("sessions", "UInt64", "count", "metric")),
                List.of(List.of(value, 7)),
                "",
                null);
        return Sentences.of("sessions", Shape.RANKING, result, Extent.WHOLE);
    }

    private static Result rows(String... sessions) {
        return new Result(
                List.of(new Result.Column("sessionId", "UUID", "", "column")),
                Arrays.stream(sessions).<List<Object>>map(List::of).toList(),
                "",
                null);
    }

    private static String told(Result result, String sql) {
        return Sentences.of("found", Shape.SESSIONS, result, Extent.of(sql, result));
    }
}
