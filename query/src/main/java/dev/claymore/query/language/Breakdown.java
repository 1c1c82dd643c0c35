package dev.claymore.query.language;

import java.util.Arrays;
import java.util.List;

/**
 * A field to break numbers down by. Sessions without the tag are left out of a breakdown by a tag; all other fields keep the empty value
 * as a group of its own. {@code hourOfDay} and {@code dayOfWeek} are fields too.
 *
 * @param bins borders of groups of a number, ascending: a group is named by its lower border; empty: every value is a group
 */
public record Breakdown(String field, List<Double> bins) {

    public Breakdown {
        bins = List.copyOf(bins);
    }

    public static Breakdown by(String field) {
        return new Breakdown(field, List.of());
    }

    public static List<Breakdown> by(String... fields) {
        return Arrays.stream(fields).map(Breakdown::by).toList();
    }
}
