package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** From a request to its answer: who may, what is in it, is it durable. */
final class BatchDoor {

    private final IngestOptions options;
    private final ProjectKeys projects;
    private final Visitors visitors;
    private final Spool spool;
    private final DecoderPool decoders;
    private final MemoryBudget memory;
    private final Refusals refusals;
    private final IngestCounters counters;
    private final InstantSource clock;
    private final RateLimits limits;
    private final Once once;

    BatchDoor(
            IngestOptions options,
            ProjectKeys projects,
            Visitors visitors,
            Spool spool,
            Once once,
            DecoderPool decoders,
            MemoryBudget memory,
            LedgerBook ledger,
            IngestCounters counters,
            RateLimits limits,
            InstantSource clock) {
        this.options = options;
        this.projects = projects;
        this.visitors = visitors;
        this.spool = spool;
        this.once = once;
        this.decoders = decoders;
        this.memory = memory;
        this.refusals = new Refusals(ledger, counters, clock, "batch", "events");
        this.counters = counters;
        this.limits = limits;
        this.clock = clock;
    }

    Answer accept(BatchRequest request) {
        return refusals.counted(
                switch (Admission.of(projects, request.key())) {
                    case Admission.Granted granted -> admitted(request, granted.project());
                    case Admission.Refused refused -> refused.answer();
                });
    }

    private Answer admitted(BatchRequest request, ProjectKeys.Project project) {
        String origin = request.headerOrEmpty("origin");
        if (!project.secret() && !Origins.allows(project.allowedOrigins(), origin)) {
            return refusals.originRefused(project, origin);
        }
        if (!isMediaTypeSupported(request.mediaType())) {
            return refusals.refused(
                    project, Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json or text/plain");
        }
        if (spool.isFull()) {
            return refusals.full(project);
        }
        RequestBody body = new RequestBody(options.maxBodyBytes(), memory.share(project.projectId()));
        try {
            body.receive(request);
            return decoded(request, project, body);
        } catch (MalformedBody malformed) {
            return refusals.malformed(project, malformed);
        } finally {
            body.release();
        }
    }

    private Answer decoded(BatchRequest request, ProjectKeys.Project project, RequestBody body) throws MalformedBody {
        BatchDecoder decoder = decoders.take(project.projectId());
        if (decoder == null) {
            return refusals.overloaded(project, "too many batches at once");
        }
        try {
            decoder.inflate(body);
            counters.bodyBytes.add(body.size());
            counters.textBytes.add(decoder.textBytes());
            return stored(request, project, decoder);
        } finally {
            decoders.giveBack(project.projectId(), decoder);
        }
    }

    private Answer stored(BatchRequest request, ProjectKeys.Project project, BatchDecoder decoder)
            throws MalformedBody {
        int count = decoder.open();
        long bytes = decoder.textBytes();
        UUID key = decoder.key(project.projectId());
        long now = clock.millis();
        decoder.encode(project, now, key, visitors.of(request, project));
        if (key == null) {
            return keep(project, decoder, null, now, count, bytes);
        }
        return once.store(
                key,
                () -> keep(project, decoder, key, now, count, bytes),
                () -> repeated(project, decoder, now, count, bytes),
                first -> refusals.likewise(project, first, now, count, bytes));
    }

    private Answer keep(ProjectKeys.Project project, BatchDecoder decoder, UUID key, long now, int count, long bytes) {
        RateLimits.Verdict verdict = limits.take(project, count, bytes, now);
        if (!verdict.granted()) {
            return refusals.limited(project, verdict, now, count, bytes);
        }
        List<LedgerCount> lines = lines(decoder, count, bytes);
        SpoolRecord.writeHead(
                decoder.head, now, key, project.projectId(), lines, decoder.eventIndex, decoder.replayIndex);
        Spool.Outcome outcome = spool.append(key, decoder.head, decoder.events, decoder.replay);
        if (outcome != Spool.Outcome.DURABLE) {
            return refusals.unavailable(project, outcome, now, count, bytes);
        }
        counters.events.add(decoder.eventIndex.count());
        counters.replayEvents.add(decoder.replayIndex.count());
        decoder.rejected.forEach((problem, events) -> counters.reject(problem, events));
        return accepted(project, decoder);
    }

    private static List<LedgerCount> lines(BatchDecoder decoder, int count, long bytes) {
        List<LedgerCount> lines = new ArrayList<>();
        lines.add(new LedgerCount(LedgerCount.RECEIVED, "", count, bytes));
        int stored = decoder.eventIndex.count() + decoder.replayIndex.count();
        if (stored > 0) {
            lines.add(new LedgerCount(LedgerCount.STORED, "", stored, 0));
        }
        decoder.rejected.forEach(
                (problem, events) -> lines.add(new LedgerCount(LedgerCount.REJECTED, problem.code(), events, 0)));
        long sampled = decoder.dropped(Fields.SAMPLED);
        long overflow = decoder.dropped(Fields.OVERFLOW);
        if (sampled > 0) {
            lines.add(new LedgerCount(LedgerCount.SAMPLED, "", sampled, 0));
        }
        if (overflow > 0) {
            lines.add(new LedgerCount(LedgerCount.OVERFLOW, "", overflow, 0));
        }
        return lines;
    }

    private Answer repeated(ProjectKeys.Project project, BatchDecoder decoder, long now, int count, long bytes) {
        refusals.repeated(project, now, count, bytes);
        return accepted(project, decoder);
    }

    private static Answer accepted(ProjectKeys.Project project, BatchDecoder decoder) {
        int accepted = decoder.eventIndex.count() + decoder.replayIndex.count();
        StringBuilder json =
                new StringBuilder(256).append("{\"accepted\":").append(accepted).append(",\"rejected\":[");
        for (BatchDecoder.Rejection rejection : decoder.rejections) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                    .append("{\"index\":")
                    .append(rejection.index())
                    .append(",\"code\":\"")
                    .append(rejection.problem().code())
                    .append("\",\"message\":");
            JsonOut.string(json, rejection.message());
            json.append('}');
        }
        json.append("],\"settings\":").append(project.settingsJson()).append('}');
        return new Answer.Accepted(
                accepted, decoder.rejections.size(), json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isMediaTypeSupported(String type) {
        return type.isEmpty() || type.equals("application/json") || type.equals("text/plain");
    }
}
