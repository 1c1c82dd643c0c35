package dev.claymore.analyst;

import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Result;
import dev.claymore.query.language.Query;
import dev.claymore.store.ClickHouse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Understands questions and answers them, from the text alone: no network, no model, the same answer every time. Safe for use by many
 * threads.
 */
public final class Analyst {

    private static final System.Logger LOG = System.getLogger(Analyst.class.getName());
    private static final int WARMING_ROUNDS = 3;
    private static final List<String> WARMING = List.of(
            "how many orders were placed last week, by country?",
            "sessions from Germany with a TypeError on /cart but no order, last 30 days",
            "funnel from /cart to order placed within 1 day",
            "week 1 retention of people who placed an order in December",
            "which browser has the highest error rate",
            "p95 response time of /api/cart per day since December 1",
            "share of sessions with an order: mobile versus desktop",
            "where do people go after /cart? top 5",
            "users on plan=pro with at least two orders this month",
            "what is the average age of our customers");

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
        Understander understander = new Understander(vocabulary(projectId));
        try {
            return understander.understand(question);
        } catch (NoSuchElementException | IndexOutOfBoundsException e) {
            // A reader has taken words for granted that are not there: a mistake of ours, and no reason to fail.
            LOG.log(System.Logger.Level.WARNING, "a question could not be read", e);
            return new Understanding.Unsupported("not_understood", "The question was not understood.", List.of(), "");
        } catch (DateTimeException | ArithmeticException e) {
            // Reckoning with what was typed leaves the calendar, or the numbers, that there are.
            return new Understanding.Unsupported(
                    "not_understood", "A time or a number in the question is too far away.", List.of(), "");
        }
    }

    /**
     * Reads questions of every kind, and answers none: the first one that a person asks need not wait for classes to be loaded and code to be
     * compiled.
     */
    public static void warm() {
        Vocabulary words = new Vocabulary(
                List.of(
                        new Vocabulary.Value("customEvent", "order_placed", 1),
                        new Vocabulary.Value("page", "/cart", 1)),
                Map.of("order_placed", true),
                List.of("plan"));
        Understander understander = new Understander(words);
        Instant now = Instant.parse("2026-01-07T12:00:00Z");
        for (int round = 0; round < WARMING_ROUNDS; round++) {
            WARMING.forEach(question -> understander.understand(Question.of(question, now)));
        }
    }

    /** Runs what was understood: read-only, bounded, and bound to the project. */
    public Outcome<Result> run(String projectId, Understanding.Answered understood) {
        return queries.run(projectId, understood.query());
    }

    /** How many rows the pages of a list have together; empty for other kinds. */
    public Outcome<Optional<Long>> total(String projectId, Query query) {
        return queries.total(projectId, query);
    }

    /** The project's own words; read on first use, then kept for five minutes and renewed behind the scenes. */
    public Vocabulary vocabulary(String projectId) {
        return vocabularies.of(projectId);
    }
}
