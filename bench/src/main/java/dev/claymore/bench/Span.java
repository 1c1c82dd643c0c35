package dev.claymore.bench;

import dev.claymore.query.language.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How far back from the end of the data a question looks. */
enum Span {
    FIVE_MINUTES("5 min", Duration.ofMinutes(5)),
    HALF_HOUR("30 min", Duration.ofMinutes(30)),
    DAY("24 h", Duration.ofDays(1)),
    WEEK("7 d", Duration.ofDays(7)),
    MONTH("30 d", Duration.ofDays(30)),
    QUARTER("90 d", Duration.ofDays(90));

    static final List<Span> OF_QUESTIONS = List.of(DAY, WEEK, MONTH, QUARTER);

    private final String label;
    private final Duration length;

    Span(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    String label() {
        return label;
    }

    Range before(Instant end) {
        return new Range(end.minus(length), end);
    }

    /** The span of the same length before that. */
    Range earlier(Instant end) {
        return before(end.minus(length));
    }
}
