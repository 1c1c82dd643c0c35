package dev.claymore.query.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsCompilerTest {

    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    private static Instant ago(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    @Test
    void pieces_of_a_range_grow_into_the_past_and_leave_nothing_out() {
        assertThat(SessionsCompiler.newestFirst(new Range(ago(90), NOW), NOW))
                .containsExactly(
                        new Range(ago(1), NOW),
                        new Range(ago(5), ago(1)),
                        new Range(ago(21), ago(5)),
                        new Range(ago(85), ago(21)),
                        new Range(ago(90), ago(85)));
        assertThat(SessionsCompiler.newestFirst(new Range(ago(7), NOW), NOW))
                .containsExactly(new Range(ago(1), NOW), new Range(ago(5), ago(1)), new Range(ago(7), ago(5)));
    }

    @Test
    void a_day_is_one_piece() {
        assertThat(SessionsCompiler.newestFirst(new Range(ago(1), NOW), NOW))
                .isEqualTo(List.of(new Range(ago(1), NOW)));
    }

    @Test
    void a_range_without_ends_is_covered_too() {
        List<Range> pieces = SessionsCompiler.newestFirst(Range.ALL, NOW);
        assertThat(pieces.getFirst()).isEqualTo(new Range(ago(1), null));
        assertThat(pieces.getLast()).isEqualTo(new Range(null, ago(85)));
    }
}
