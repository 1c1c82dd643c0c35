package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * From a request of OpenTelemetry to its answer. The body is checked and kept as it came; it becomes rows on its way to the database. The
 * same body sent again, as a client does whose answer was lost, is acknowledged and not stored again: its times and ids make it its own name.
 * One without any time has no name, and is stored as often as it comes.
 */
final class TelemetryDoor {

    private static final long RETRY_SECONDS = Admission.RETRY_SECONDS;
    private static final long RETRY_WHEN_FULL_SECONDS = 30;
    private static final int FIRST_INFLATED_BYTES = 128 << 10;
    private static final int AT_ONCE = 64;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int UNCOUNTED = 1;

    private final IngestOptions options;
    private final ProjectKeys projects;
    private final Telemetry telemetry;
    private final Spool spool;
    private final Once once;
    private final MemoryBudget memory;
    private final LedgerBook ledger;
    private final IngestCounters counters;
    private final RateLimits limits;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    TelemetryDoor(
            IngestOptions options,
            ProjectKeys projects,
            Telemetry telemetry,
            Spool spool,
            Once once,
            MemoryBudget memory,
            LedgerBook ledger,
            IngestCounters counters,
            RateLimits limits,
            InstantSource clock) {
        this.options = options;
        this.projects = projects;
        this.telemetry = telemetry;
        this.spool = spool;
        this.once = once;
        this.memory = memory;
        this.ledger = ledger;
        this.counters = counters;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether a sender with this key may send, before anything of its body is read. */
    Admission admit(String key) {
        Admission admission = Admission.of(projects, key);
        if (admission instanceof Admission.Refused refused) {
            counted(refused.answer());
        }
        return admission;
    }

    Answer accept(Signal signal, BatchRequest request) {
        return counted(
                switch (Admission.of(projects, request.key())) {
                    case Admission.Granted granted -> admitted(signal, request, granted.project());
                    case Admission.Refused refused -> refused.answer();
                });
    }

    private Answer counted(Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted -> counters.batches.increment();
            case Answer.Rejected rejected -> counters.refuse(rejected.problem());
            case Answer.Overloaded overloaded -> counters.refuse(overloaded.problem());
        }
        return answer;
    }

    private Answer admitted(Signal signal, BatchRequest request, ProjectKeys.Project project) {
        String origin = request.headerOrEmpty("origin");
        if (!project.secret() && !Origins.allows(project.allowedOrigins(), origin)) {
            return refused(project, Problem.ORIGIN_NOT_ALLOWED, "pages of " + origin + " may not send to this project");
        }
        String type = mediaType(request.headerOrEmpty("content-type"));
        boolean json = type.equals("application/json");
        if (!json && !type.equals("application/x-protobuf") && !type.equals("application/protobuf")) {
            return refused(
                    project,
                    Problem.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type must be application/x-protobuf or application/json");
        }
        if (spool.isFull()) {
            return unavailable(project, Spool.Outcome.FULL, clock.millis(), UNCOUNTED, 0);
        }
        RequestBody body = new RequestBody(options.maxBodyBytes(), memory.share(project.projectId()));
        try {
            body.receive(request);
            return placed(signal, json, body, project);
        } catch (MalformedBody malformed) {
            return malformed.problem() == Problem.OVERLOADED
                    ? overloaded(project, malformed.getMessage())
                    : refused(project, malformed.problem(), malformed.getMessage());
        } catch (Telemetry.BadTelemetry bad) {
            return refused(project, bad.problem(), bad.getMessage());
        } finally {
            body.release();
        }
    }

    /** Bodies that are still on their way take no place: who sends slowly would keep the others out. */
    private Answer placed(Signal signal, boolean json, RequestBody body, ProjectKeys.Project project)
            throws MalformedBody, Telemetry.BadTelemetry {
        try {
            if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return overloaded(project, "too many requests at once");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return overloaded(project, "the server stops");
        }
        try {
            return received(signal, json, body, project);
        } finally {
            places.release();
        }
    }

    private Answer received(Signal signal, boolean json, RequestBody body, ProjectKeys.Project project)
            throws MalformedBody, Telemetry.BadTelemetry {
        BoundedBuffer inflated = null;
        try {
            byte[] bytes = body.array();
            int size = body.size();
            counters.bodyBytes.add(size);
            if (body.isGzip()) {
                inflated = new BoundedBuffer(
                        FIRST_INFLATED_BYTES, options.maxInflatedBytes(), Problem.BODY_TOO_LARGE, memory);
                try (Gunzip gunzip = new Gunzip()) {
                    gunzip.inflate(bytes, size, inflated);
                }
                bytes = inflated.array();
                size = inflated.size();
            }
            counters.textBytes.add(size);
            long now = clock.millis();
            return checked(project, signal, telemetry.check(signal, json, bytes, size, now), now, size);
        } finally {
            if (inflated != null) {
                inflated.clear();
            }
        }
    }

    private Answer checked(ProjectKeys.Project project, Signal signal, Telemetry.Checked checked, long now, int bytes) {
        int count = checked.accepted() + checked.rejected();
        if (count == 0) {
            return new Answer.Accepted(0, 0, new byte[0]);
        }
        if (!checked.timed()) {
            return keep(project, signal, checked, null, now, bytes);
        }
        UUID key = Ids.fingerprint(
                checked.body(), 0, checked.length(), project.projectId().hashCode() * 31L + signal.number());
        return once.store(
                key,
                () -> keep(project, signal, checked, key, now, bytes),
                () -> repeated(project, checked, now, bytes),
                outcome -> unavailable(project, outcome, now, count, bytes));
    }

    private Answer keep(
            ProjectKeys.Project project, Signal signal, Telemetry.Checked checked, UUID key, long now, int bytes) {
        int count = checked.accepted() + checked.rejected();
        RateLimits.Verdict verdict = limits.take(project, count, bytes, now);
        if (!verdict.granted()) {
            boolean rate = verdict.problem() == Problem.RATE_LIMITED;
            enter(project, now, LedgerCount.RECEIVED, "", count, bytes);
            enter(project, now, rate ? LedgerCount.RATE_LIMITED : LedgerCount.QUOTA, "", count, bytes);
            return new Answer.Overloaded(
                    verdict.problem(),
                    rate
                            ? "more than " + project.limits().eventsPerSecond() + " records a second"
                            : "more than " + project.limits().bytesPerDay() + " bytes a day",
                    verdict.retryAfterSeconds());
        }
        List<LedgerCount> lines = new ArrayList<>();
        lines.add(new LedgerCount(LedgerCount.RECEIVED, "", count, bytes));
        if (checked.accepted() > 0) {
            lines.add(new LedgerCount(LedgerCount.STORED, "", checked.accepted(), 0));
        }
        checked.rejectedFor()
                .forEach((problem, records) ->
                        lines.add(new LedgerCount(LedgerCount.REJECTED, problem.code(), records, 0)));
        RowBuffer head = new RowBuffer(512);
        SpoolRecord.writeTelemetryHead(head, now, key, project.projectId(), lines, signal);
        Spool.Outcome outcome = spool.append(key, head, RowBuffer.of(checked.body(), checked.length()));
        if (outcome != Spool.Outcome.DURABLE) {
            return unavailable(project, outcome, now, count, bytes);
        }
        counters.telemetry.add(checked.accepted());
        checked.rejectedFor().forEach(counters::reject);
        return accepted(checked);
    }

    private static Answer accepted(Telemetry.Checked checked) {
        return new Answer.Accepted(
                checked.accepted(), checked.rejected(), checked.reason().getBytes(StandardCharsets.UTF_8));
    }

    private Answer repeated(ProjectKeys.Project project, Telemetry.Checked checked, long now, int bytes) {
        int count = checked.accepted() + checked.rejected();
        counters.repeated.increment();
        enter(project, now, LedgerCount.RECEIVED, "", count, bytes);
        enter(project, now, LedgerCount.DUPLICATE, "", count, bytes);
        return accepted(checked);
    }

    private Answer unavailable(ProjectKeys.Project project, Spool.Outcome outcome, long now, int count, long bytes) {
        enter(project, now, LedgerCount.RECEIVED, "", count, bytes);
        enter(project, now, LedgerCount.UNAVAILABLE, outcome.name().toLowerCase(Locale.ROOT), count, bytes);
        return switch (outcome) {
            case FULL ->
                new Answer.Overloaded(
                        Problem.SPOOL_FULL,
                        "the spool has reached its disk budget, or the disk is nearly full",
                        RETRY_WHEN_FULL_SECONDS);
            case FAILED ->
                new Answer.Overloaded(Problem.SPOOL_FAILED, "the body could not be written to disk", RETRY_SECONDS);
            case TOO_LARGE -> new Answer.Rejected(Problem.BODY_TOO_LARGE, "the body is too large to be kept");
            case BUSY, DURABLE -> new Answer.Overloaded(Problem.OVERLOADED, "the disk does not keep up", RETRY_SECONDS);
        };
    }

    private Answer refused(ProjectKeys.Project project, Problem problem, String message) {
        long now = clock.millis();
        enter(project, now, LedgerCount.RECEIVED, "", UNCOUNTED, 0);
        enter(project, now, LedgerCount.REFUSED, problem.code(), UNCOUNTED, 0);
        return new Answer.Rejected(problem, message);
    }

    private Answer overloaded(ProjectKeys.Project project, String message) {
        long now = clock.millis();
        enter(project, now, LedgerCount.RECEIVED, "", UNCOUNTED, 0);
        enter(project, now, LedgerCount.UNAVAILABLE, Problem.OVERLOADED.code(), UNCOUNTED, 0);
        return new Answer.Overloaded(Problem.OVERLOADED, message, RETRY_SECONDS);
    }

    private void enter(ProjectKeys.Project project, long now, String outcome, String code, long events, long bytes) {
        ledger.add(project.projectId(), now, outcome, code, events, bytes);
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
