package dev.claymore.query.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who did something. */
public enum Subject {
    SESSION,
    /** A {@code userId}, or an {@code anonymousId} where that is empty. */
    PERSON;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Subject> ofWire(String name) {
        return Arrays.stream(values())
                .filter(subject -> subject.wire().equals(name))
                .findFirst();
    }
}
