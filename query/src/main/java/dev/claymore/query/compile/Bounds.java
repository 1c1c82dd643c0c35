package dev.claymore.query.compile;

import dev.claymore.query.language.Refusal;

/** Limits of questions. */
final class Bounds {

    private Bounds() {}

    static void check(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw Refusal.invalid(field, "must be between %d and %d, got %d".formatted(min, max, value));
        }
    }
}
