package dev.claymore.analyst;

import java.util.function.Supplier;
import java.util.stream.Stream;

/** Questions about one thing after another: funnels, coming back, conversion within a time, the page before and after. */
final class SequenceReader {

    private final Composer c;

    SequenceReader(Composer composer) {
        this.c = composer;
    }

    /** Null when the question is of another kind. */
    Meaning read() {
        ConversionReader conversions = new ConversionReader(c);
        return Stream.<Supplier<Meaning>>of(
                        new PathReader(c)::read,
                        new ReturnReader(c)::read,
                        new RetentionReader(c)::read,
                        new FunnelReader(c)::read,
                        conversions::conversion,
                        conversions::ordered)
                .map(Supplier::get)
                .filter(meaning -> meaning != null)
                .findFirst()
                .orElse(null);
    }
}
