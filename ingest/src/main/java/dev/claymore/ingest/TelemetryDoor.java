package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * From a request of OpenTelemetry to its answer. The body is checked and kept as it came; it becomes rows on its way to the database. The
 * same body sent again, as a client does whose answer was lost, is acknowledged and not stored again: its times and ids make it its own name.
 * One without any time has no name, and is stored as often as it comes.
 */
final class TelemetryDoor {

    private static final int FIRST_INFLATED_BYTES = 128 << 10;

    private final IngestOptions options;
    private final ProjectKeys projects;
    private final Telemetry telemetry;
    private final Spool spool;
    private final Once once;
    private final MemoryBudget memory;
    private final SharedPlaces places;
    private final Refusals refusals;
    private final IngestCounters counters;
    private final RateLimits limits;
    private final InstantSource clock;

    TelemetryDoor(
            IngestOptions options,
            ProjectKeys projects,
            Telemetry telemetry,
            Spool spool,
            Once once,
            MemoryBudget memory,
            SharedPlaces places,
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
        this.places = places;
        this.refusals = new Refusals(ledger, counters, clock, "body", "records");
        this.counters = counters;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether a sender with this key may send, before anything of its body is read. */
    Admission admit(String key) {
        Admission admission = Admission.of(projects, key);
        if (admission instanceof Admission.Refused refused) {
            refusals.counted(refused.answer());
        }
        return admission;
    }

    Answer accept(Signal signal, BatchRequest request) {
        return refusals.counted(
                switch (Admission.of(projects, request.key())) {
                    case Admission.Granted granted -> admitted(signal, request, granted.project());
                    case Admission.Refused refused -> refused.answer();
                });
    }

    private Answer admitted(Signal signal, BatchRequest request, ProjectKeys.Project project) {
        String origin = request.headerOrEmpty("origin");
        if (!project.secret() && !Origins.allows(project.allowedOrigins(), origin)) {
            return refusals.originRefused(project, origin);
        }
        String type = request.mediaType();
        boolean json = type.equals("application/json");
        if (!json && !type.equals("application/x-protobuf") && !type.equals("application/protobuf")) {
            return refusals.refused(
                    project,
                    Problem.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type must be application/x-protobuf or application/json");
        }
        if (spool.isFull()) {
            return refusals.full(project);
        }
        RequestBody body = new RequestBody(options.maxBodyBytes(), memory.share(project.projectId()));
        try {
            body.receive(request);
            return placed(signal, json, body, project);
        } catch (MalformedBody malformed) {
            return refusals.malformed(project, malformed);
        } catch (Telemetry.BadTelemetry bad) {
            return refusals.refused(project, bad.problem(), bad.getMessage());
        } finally {
            body.release();
        }
    }

    /** Bodies that are still on their way take no place: who sends slowly would keep the others out. */
    private Answer placed(Signal signal, boolean json, RequestBody body, ProjectKeys.Project project)
            throws MalformedBody, Telemetry.BadTelemetry {
        if (!places.take(project.projectId())) {
            return refusals.overloaded(project, "too many requests at once");
        }
        try {
            return received(signal, json, body, project);
        } finally {
            places.giveBack(project.projectId());
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
                first -> refusals.likewise(project, first, now, count, bytes));
    }

    private Answer keep(
            ProjectKeys.Project project, Signal signal, Telemetry.Checked checked, UUID key, long now, int bytes) {
        int count = checked.accepted() + checked.rejected();
        RateLimits.Verdict verdict = limits.take(project, count, bytes, now);
        if (!verdict.granted()) {
            return refusals.limited(project, verdict, now, count, bytes);
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
            return refusals.unavailable(project, outcome, now, count, bytes);
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
        refusals.repeated(project, now, checked.accepted() + checked.rejected(), bytes);
        return accepted(checked);
    }
}
