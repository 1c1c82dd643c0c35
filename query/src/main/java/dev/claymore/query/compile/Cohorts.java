package dev.claymore.query.compile;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Range;
import java.util.Optional;

/** The saved cohorts of a project. */
@FunctionalInterface
public interface Cohorts {

    Cohorts NONE = id -> Optional.empty();

    Optional<Cohort> find(String id);

    /**
     * People with a session in the range for which the condition holds.
     *
     * @param condition on one session; may say what the person did
     */
    record Cohort(Condition condition, Range range) {}
}
