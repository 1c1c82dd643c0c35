package dev.claymore.query.compile;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The saved cohorts of a project. */
@FunctionalInterface
public interface Cohorts {

    int MAX_NAMED = 100;

    Cohorts NONE = id -> Optional.empty();

    Optional<Cohort> find(String id);

    /** The same for one question, which looks up each once and may name them so often: cohorts that name each other multiply. */
    default Cohorts ofOneQuestion() {
        Map<String, Optional<Cohort>> known = new HashMap<>();
        AtomicInteger named = new AtomicInteger();
        return id -> {
            if (named.incrementAndGet() > MAX_NAMED) {
                throw Refusal.invalid(
                        "cohort", "cohorts are named more than " + MAX_NAMED + " times, those inside cohorts included");
            }
            return known.computeIfAbsent(id, this::find);
        };
    }

    /**
     * People with a session in the range for which the condition holds.
     *
     * @param condition on one session; may say what the person did
     */
    record Cohort(Condition condition, Range range) {}
}
