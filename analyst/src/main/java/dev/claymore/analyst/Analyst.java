package dev.claymore.analyst;

import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Result;
import dev.claymore.store.ClickHouse;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Understands questions and answers them, from the text alone: no network, no model, the same answer every time. Safe for use by many
 * threads.
 */
public final class Analyst {

    private final Queries queries;
    private final Vocabularies vocabularies;

    public Analyst(ClickHouse clickhouse, Queries queries) {
        this(clickhouse, queries, System::nanoTime);
    }

    Analyst(ClickHouse clickhouse, Queries queries, LongSupplier nanos) {
        this.queries = queries;
        this.vocabularies = new Vocabularies(
                projectId -> VocabularyReader.read(clickhouse, projectId),
                projectId -> VocabularyReader.renew(clickhouse, projectId),
                Duration.ofMinutes(5),
                nanos);
    }

    /** What the question asks for in terms of the project's data; never throws for what a person typed. */
    public Understanding understand(String projectId, Question question) {
        try {
            return new Understander(vocabulary(projectId)).understand(question);
        } catch (DateTimeException | ArithmeticException e) {
            // Reckoning with what was typed leaves the calendar, or the numbers, that there are.
            return new Understanding.Unsupported(
                    "not_understood", "A time or a number in the question is too far away.", List.of(), "");
        }
    }

    /** Runs what was understood: read-only, bounded, and bound to the project. */
    public Outcome<Result> run(String projectId, Understanding.Answered understood) {
        return queries.run(projectId, understood.query());
    }

    /** The project's own words; read on first use, then kept for five minutes and renewed behind the scenes. */
    public Vocabulary vocabulary(String projectId) {
        return vocabularies.of(projectId);
    }
}
