package dev.claymore.ingest;

import java.time.InstantSource;
import java.util.Optional;

/** The answers of a door that store nothing, with what the ledger says of them. Safe for use by many threads. */
final class Refusals {

    private static final long RETRY_SECONDS = Admission.RETRY_SECONDS;
    private static final long RETRY_WHEN_FULL_SECONDS = 30;
    /** What a body counts in the ledger whose records nobody has counted. */
    private static final int UNCOUNTED = 1;

    private final LedgerBook ledger;
    private final IngestCounters counters;
    private final InstantSource clock;
    private final String body;
    private final String records;

    /**
     * @param body what a request brings, in words: the batch
     * @param records what it consists of: events
     */
    Refusals(LedgerBook ledger, IngestCounters counters, InstantSource clock, String body, String records) {
        this.ledger = ledger;
        this.counters = counters;
        this.clock = clock;
        this.body = body;
        this.records = records;
    }

    /** The answer, once it is counted. */
    Answer counted(Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted -> counters.batches.increment();
            case Answer.Rejected rejected -> counters.refuse(rejected.problem());
            case Answer.Overloaded overloaded -> counters.refuse(overloaded.problem());
        }
        return answer;
    }

    /** Refused before its records were counted, and to be refused again. */
    Answer refused(ProjectKeys.Project project, Problem problem, String message) {
        return entered(project, new Answer.Rejected(problem, message), clock.millis(), UNCOUNTED, 0);
    }

    Answer originRefused(ProjectKeys.Project project, String origin) {
        return refused(project, Problem.ORIGIN_NOT_ALLOWED, "pages of " + origin + " may not send to this project");
    }

    Answer malformed(ProjectKeys.Project project, MalformedBody malformed) {
        return malformed.problem() == Problem.OVERLOADED
                ? overloaded(project, malformed.getMessage())
                : refused(project, malformed.problem(), malformed.getMessage());
    }

    Answer overloaded(ProjectKeys.Project project, String message) {
        return entered(project, overloaded(message), clock.millis(), UNCOUNTED, 0);
    }

    /** The spool takes no more: known before the body is read. */
    Answer full(ProjectKeys.Project project) {
        return unavailable(project, Spool.Outcome.FULL, clock.millis(), UNCOUNTED, 0);
    }

    /** Beyond what the project may send. */
    Answer limited(ProjectKeys.Project project, RateLimits.Verdict verdict, long now, int count, long bytes) {
        String message = verdict.problem() == Problem.RATE_LIMITED
                ? "more than " + project.limits().eventsPerSecond() + " " + records + " a second"
                : "more than " + project.limits().bytesPerDay() + " bytes a day";
        Answer answer = new Answer.Overloaded(verdict.problem(), message, verdict.retryAfterSeconds());
        return entered(project, answer, now, count, bytes);
    }

    /** The spool did not take it. */
    Answer unavailable(ProjectKeys.Project project, Spool.Outcome outcome, long now, int count, long bytes) {
        Answer answer = switch (outcome) {
            case FULL ->
                new Answer.Overloaded(
                        Problem.SPOOL_FULL,
                        "the spool has reached its disk budget, or the disk is nearly full",
                        RETRY_WHEN_FULL_SECONDS);
            case FAILED ->
                new Answer.Overloaded(
                        Problem.SPOOL_FAILED, "the " + body + " could not be written to disk", RETRY_SECONDS);
            case TOO_LARGE -> new Answer.Rejected(Problem.BODY_TOO_LARGE, "the " + body + " is too large to be kept");
            case BUSY, DURABLE -> overloaded("the disk does not keep up");
        };
        return entered(project, answer, now, count, bytes);
    }

    /** As the first attempt was answered; one that broke off may be tried again. */
    Answer likewise(ProjectKeys.Project project, Optional<Answer> first, long now, int count, long bytes) {
        return entered(project, first.orElseGet(() -> overloaded("the first attempt broke off")), now, count, bytes);
    }

    /** It came before, and is acknowledged without being stored again. */
    void repeated(ProjectKeys.Project project, long now, int count, long bytes) {
        counters.repeated.increment();
        enter(project, now, LedgerCount.DUPLICATE, "", count, bytes);
    }

    /** The answer, which stored nothing, once the ledger has it under the answer's code. */
    private Answer entered(ProjectKeys.Project project, Answer answer, long now, int count, long bytes) {
        switch (answer) {
            case Answer.Overloaded(Problem problem, String _, long _)
            when problem == Problem.RATE_LIMITED -> enter(project, now, LedgerCount.RATE_LIMITED, "", count, bytes);
            case Answer.Overloaded(Problem problem, String _, long _)
            when problem == Problem.QUOTA_EXCEEDED -> enter(project, now, LedgerCount.QUOTA, "", count, bytes);
            case Answer.Overloaded overloaded ->
                enter(
                        project,
                        now,
                        LedgerCount.UNAVAILABLE,
                        overloaded.problem().code(),
                        count,
                        bytes);
            case Answer.Rejected rejected ->
                enter(project, now, LedgerCount.REFUSED, rejected.problem().code(), count, bytes);
            case Answer.Accepted accepted -> throw new IllegalArgumentException("stored: " + accepted);
        }
        return answer;
    }

    private static Answer overloaded(String message) {
        return new Answer.Overloaded(Problem.OVERLOADED, message, RETRY_SECONDS);
    }

    private void enter(ProjectKeys.Project project, long now, String outcome, String code, long events, long bytes) {
        ledger.add(project.projectId(), now, LedgerCount.RECEIVED, "", events, bytes);
        ledger.add(project.projectId(), now, outcome, code, events, bytes);
    }
}
