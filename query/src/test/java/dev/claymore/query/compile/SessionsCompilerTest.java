package dev.claymore.query.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsCompilerTest {

    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    private static final Duration DAY = SessionsCompiler.NEWEST_PIECE;

    private static Instant ago(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    @Test
    void pieces_of_a_range_grow_into_the_past_and_leave_nothing_out() {
        assertThat(SessionsCompiler.newestFirst(new Range(ago(90), NOW), NOW, DAY))
                .containsExactly(
                        new Range(ago(1), NOW),
                        new Range(ago(5), ago(1)),
                        new Range(ago(21), ago(5)),
                        new Range(ago(85), ago(21)),
                        new Range(ago(90), ago(85)));
        assertThat(SessionsCompiler.newestFirst(new Range(ago(7), NOW), NOW, DAY))
                .containsExactly(new Range(ago(1), NOW), new Range(ago(5), ago(1)), new Range(ago(7), ago(5)));
    }

    @Test
    void behind_a_short_first_piece_they_are_a_day_or_more() {
        Instant hourAgo = NOW.minus(Duration.ofHours(1));
        assertThat(SessionsCompiler.newestFirst(new Range(ago(3), NOW), NOW, Duration.ofHours(1)))
                .containsExactly(
                        new Range(hourAgo, NOW),
                        new Range(hourAgo.minus(DAY), hourAgo),
                        new Range(ago(3), hourAgo.minus(DAY)));
        assertThat(SessionsCompiler.newestFirst(new Range(ago(3), NOW), NOW, Duration.ofHours(8)))
                .containsExactly(
                        new Range(NOW.minus(Duration.ofHours(8)), NOW),
                        new Range(NOW.minus(Duration.ofHours(40)), NOW.minus(Duration.ofHours(8))),
                        new Range(ago(3), NOW.minus(Duration.ofHours(40))));
    }

    @Test
    void a_day_is_one_piece() {
        assertThat(SessionsCompiler.newestFirst(new Range(ago(1), NOW), NOW, DAY))
                .isEqualTo(List.of(new Range(ago(1), NOW)));
    }

    @Test
    void a_range_without_ends_is_covered_too() {
        List<Range> pieces = SessionsCompiler.newestFirst(Range.ALL, NOW, DAY);
        assertThat(pieces.getFirst()).isEqualTo(new Range(ago(1), null));
        assertThat(pieces.getLast()).isEqualTo(new Range(null, ago(85)));
    }
}
