package dev.claymore.analyst;

import dev.claymore.query.language.Query;
import java.util.ArrayList;
import java.util.List;

/** A question as it is being understood: the query, what it is made of, and what could not be placed. */
final class Meaning {

    Query query;
    Shape shape;
    final List<Chip> chips = new ArrayList<>();
    /** Those of the times that the words name. */
    final List<Chip> times = new ArrayList<>();

    final List<String> assumptions = new ArrayList<>();
    final List<String> unplaced = new ArrayList<>();
    double confidence = 1;

    Meaning as(Query other, Shape otherShape) {
        query = other;
        shape = otherShape;
        return this;
    }

    void assume(String assumption) {
        if (!assumptions.contains(assumption)) {
            assumptions.add(assumption);
        }
    }
}
