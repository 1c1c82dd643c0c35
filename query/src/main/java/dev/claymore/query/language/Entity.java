package dev.claymore.query.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a question counts. */
public enum Entity {
    /** Rows of {@code sessions}, by {@code createdAt}. */
    SESSION,
    /** Rows of {@code events}, by {@code timestamp}. */
    EVENT;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Entity> ofWire(String name) {
        return Arrays.stream(values())
                .filter(entity -> entity.wire().equals(name))
                .findFirst();
    }
}
