package dev.claymore.query.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What holds for a session or an event. Which of the two, the place says where the condition stands: of a metric over sessions it is a
 * session, of a metric over events, of a step or of what was done it is one event.
 *
 * <p>A comparison with a field of the other entity reaches over: of an event it asks the event's session; of a session it asks for
 * an event of the session, and such comparisons side by side in one {@link All} must hold for one and the same event. A negative one
 * ({@code ne}, {@code notExists}) then says that no event of the session has the value. To say it plainly, use {@link Did}.
 */
public sealed interface Condition {

    Condition ALWAYS = new All(List.of());

    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    record Not(Condition condition) implements Condition {}

    /**
     * A comparison.
     *
     * @param field a dimension of the model, or {@code tags.<key>} for a custom tag
     * @param values alternatives; none for {@code exists} and {@code notExists}
     */
    record Where(String field, Operator op, List<String> values) implements Condition {
        public Where {
            values = List.copyOf(values);
        }
    }

    /**
     * The session, or the person behind it, did something, or had a session of a kind, so often.
     *
     * @param what EVENT: {@code where} holds for one event; SESSION (of a person only): for one session
     */
    record Did(Subject by, Entity what, Condition where, Count count, During during) implements Condition {}

    /**
     * The session or the person did the steps in this order, anything may lie between.
     *
     * @param steps conditions on one event each, at least two
     * @param within from the first step to the last; null: no limit
     */
    record Sequence(Subject by, List<Condition> steps, Duration within, During during) implements Condition {
        public Sequence {
            steps = List.copyOf(steps);
        }
    }

    /** The person belongs to a saved cohort. */
    record InCohort(String cohortId) implements Condition {}

    static Condition eq(String field, String... values) {
        return new Where(field, Operator.EQ, List.of(values));
    }

    static Condition compare(String field, Operator op, String... values) {
        return new Where(field, op, List.of(values));
    }

    /** A custom event of this name. */
    static Condition custom(String name) {
        return eq("customEvent", name);
    }

    /** A page view of exactly this path. */
    static Condition pageview(String path) {
        return eq("viewedPage", path);
    }

    /** The session had such an event, anywhere in it. */
    static Condition sessionDid(Condition event) {
        return new Did(Subject.SESSION, Entity.EVENT, event, Count.AT_LEAST_ONCE, During.QUERY);
    }

    /** The person did it so often in the range of the query. */
    static Condition personDid(Condition event, Count count) {
        return new Did(Subject.PERSON, Entity.EVENT, event, count, During.QUERY);
    }

    static Condition not(Condition condition) {
        return new Not(condition);
    }

    static Condition any(Condition... conditions) {
        return new Any(List.of(conditions));
    }

    /** All of them; what is always true is left out. */
    static Condition and(Condition... conditions) {
        List<Condition> flat = new ArrayList<>();
        for (Condition condition : conditions) {
            if (condition instanceof All(List<Condition> own)) {
                flat.addAll(own);
            } else {
                flat.add(condition);
            }
        }
        return flat.size() == 1 ? flat.getFirst() : new All(flat);
    }

    /** The conditions that hold together: of an {@link All} its own, else this one. */
    static Stream<Condition> conjuncts(Condition condition) {
        return condition instanceof All(List<Condition> own)
                ? own.stream().flatMap(Condition::conjuncts)
                : Stream.of(condition);
    }
}
