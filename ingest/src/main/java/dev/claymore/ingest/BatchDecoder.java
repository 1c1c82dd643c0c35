package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns one body into rows, event by event. Holds all buffers for that and is used again and again, by one thread at a time. */
final class BatchDecoder implements AutoCloseable {

    private static final int FIRST_INFLATED_BYTES = 128 << 10;
    /** What rows may have beyond twice the text. */
    private static final long MAX_REPEATED_BYTES = 32 << 20;

    /** The same, without being taken from the budget of all requests. */
    private static final long FREE_REPEATED_BYTES = 1 << 20;

    private static final byte[] SDK = "@claymore/browser".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLAY = {'r', 'e', 'p', 'l', 'a', 'y'};

    private final IngestOptions options;
    private final MemoryBudget memory;
    private final BoundedBuffer inflated;
    private final Gunzip gunzip = new Gunzip();
    private final BatchView batch = new BatchView();
    private final JsonObject pair = new JsonObject(Fields.PAIR, Fields.PAIR_KEYS.size(), batch.shape);
    private final EventEncoder eventEncoder = new EventEncoder(batch);
    private final ReplayEncoder replayEncoder = new ReplayEncoder(batch);
    private boolean sdk;
    private byte[] text = {};
    private int textBytes;
    private long claimed;

    final RowBuffer head = new RowBuffer(2 << 10);
    final RowBuffer events = new RowBuffer(32 << 10);
    final RowBuffer replay = new RowBuffer(32 << 10);
    final RowIndex eventIndex = new RowIndex();
    final RowIndex replayIndex = new RowIndex();
    final List<Rejection> rejections = new ArrayList<>();
    final Map<Problem, Integer> rejected = new EnumMap<>(Problem.class);

    BatchDecoder(IngestOptions options, MemoryBudget budget) {
        this.options = options;
        memory = budget;
        inflated = new BoundedBuffer(FIRST_INFLATED_BYTES, options.maxInflatedBytes(), Problem.BODY_TOO_LARGE, budget);
    }

    /** Takes over the body, inflated when it is gzip. */
    void inflate(RequestBody body) throws MalformedBody {
        if (body.isGzip()) {
            gunzip.inflate(body.array(), body.size(), inflated);
            text = inflated.array();
            textBytes = inflated.size();
        } else {
            text = body.array();
            textBytes = body.size();
        }
    }

    /** Bytes of the text, inflated. */
    int textBytes() {
        return textBytes;
    }

    /** Checks the text as a whole and reads the batch's own fields; returns how many events it has. */
    int open() throws MalformedBody {
        byte[] json = text;
        JsonScanner.validate(json, 0, textBytes, batch.shape);
        int brace = JsonScanner.skipSpace(json, 0);
        if (json[brace] != '{') {
            throw new MalformedBody(Problem.INVALID_BATCH, "the body must be a JSON object");
        }
        batch.header.read(json, brace);
        unique(batch.header, Fields.BATCH_KEYS, "");
        long version = number(Fields.VERSION, "version", 1);
        if (version != 1) {
            throw new MalformedBody(Problem.UNSUPPORTED_VERSION, "version must be 1");
        }
        if (batch.header.kind(Fields.BATCH_EVENTS) != '[') {
            throw new MalformedBody(Problem.INVALID_BATCH, "events must be an array");
        }
        batch.context.clear();
        if (batch.header.has(Fields.CONTEXT)) {
            if (batch.header.kind(Fields.CONTEXT) != '{') {
                throw new MalformedBody(Problem.INVALID_BATCH, "context must be an object");
            }
            batch.context.read(json, batch.header.start(Fields.CONTEXT));
            unique(batch.context, Fields.EVENT_KEYS, "context.");
        }
        sdk = isSdk(json);
        pair.clear();
        if (batch.header.kind(Fields.DROPPED) == '{') {
            pair.read(json, batch.header.start(Fields.DROPPED));
        }
        return count(json, batch.header.start(Fields.BATCH_EVENTS));
    }

    /** Our SDK puts an event into one batch only, and sends that under one id however often it has to. */
    private boolean isSdk(byte[] json) {
        if (batch.header.kind(Fields.SDK) != '{') {
            return false;
        }
        pair.read(json, batch.header.start(Fields.SDK));
        return pair.isString(Fields.SDK_NAME)
                && java.util.Arrays.equals(
                        json, pair.start(Fields.SDK_NAME) + 1, pair.end(Fields.SDK_NAME) - 1, SDK, 0, SDK.length);
    }

    private static void unique(JsonObject object, List<String> names, String prefix) throws MalformedBody {
        if (object.duplicate() >= 0) {
            throw new MalformedBody(
                    Problem.DUPLICATE_KEY, prefix + names.get(object.duplicate()) + " stands there twice");
        }
    }

    private int count(byte[] json, int bracket) throws MalformedBody {
        int at = JsonScanner.skipSpace(json, bracket + 1);
        int count = 0;
        while (json[at] != ']') {
            count++;
            at = batch.shape.next(json, at);
        }
        if (count > options.maxEvents()) {
            throw new MalformedBody(
                    Problem.TOO_MANY_EVENTS, count + " events, at most " + options.maxEvents() + " are taken at once");
        }
        return count;
    }

    private long number(int field, String name, long absent) throws MalformedBody {
        if (!batch.header.has(field)) {
            return absent;
        }
        long value = batch.header.isNumber(field)
                ? JsonText.whole(text, batch.header.start(field), batch.header.end(field))
                : Long.MIN_VALUE;
        if (value == Long.MIN_VALUE) {
            throw new MalformedBody(Problem.INVALID_BATCH, name + " must be a number");
        }
        return value;
    }

    /** What the SDK says it left out: sampled, or lost because its own queue was full. */
    long dropped(int field) {
        return pair.isNumber(field)
                ? Math.clamp(JsonText.whole(text, pair.start(field), pair.end(field)), 0, 1_000_000)
                : 0;
    }

    /** Fingerprint of project and batch, or null when the batch has no id. */
    UUID key(String projectId) throws MalformedBody {
        if (!batch.header.has(Fields.BATCH_ID)) {
            return null;
        }
        int from = batch.header.start(Fields.BATCH_ID) + 1;
        int to = batch.header.end(Fields.BATCH_ID) - 1;
        if (!batch.header.isString(Fields.BATCH_ID) || !Ids.isUuid(text, from, to)) {
            throw new MalformedBody(Problem.INVALID_BATCH, "batchId must be a UUID");
        }
        byte[] id = java.util.Arrays.copyOfRange(text, from, to);
        return Ids.fingerprint(id, 0, id.length, projectId.hashCode());
    }

    /** Encodes the events; afterwards the rows and the rejections are there to be taken. */
    void encode(ProjectKeys.Project project, long receivedAt, UUID key, Visitor visitor) throws MalformedBody {
        long sentAt = number(Fields.SENT_AT, "sentAt", Long.MIN_VALUE);
        batch.clocks = Clocks.of(receivedAt, sentAt, project.secret() ? options.maxAgeOfBackends() : options.maxAge());
        batch.derivedOnce = key != null && options.alone();
        batch.knownOnce = batch.derivedOnce && sdk;
        UUID seed = key != null ? key : UUID.randomUUID();
        batch.seedHigh = seed.getMostSignificantBits();
        batch.seedLow = seed.getLeastSignificantBits();
        batch.session.batch(batch.header, batch.clocks);
        batch.tags.context(batch.context);
        batch.projectId.clear();
        batch.projectId.string(project.projectId());
        batch.visitor.clear();
        batch.visitor.raw(batch.projectId);
        visitor.write(batch.visitor);
        batch.visitor.int64(receivedAt).int64(batch.clocks.offsetMs());
        byte[] json = text;
        int at = JsonScanner.skipSpace(json, batch.header.start(Fields.BATCH_EVENTS) + 1);
        for (int index = 0; json[at] != ']'; index++) {
            int end = json[at] == '{' ? batch.event.read(json, at) : batch.shape.behind(json, at);
            try {
                event(index, json, at, end);
            } catch (EventFault fault) {
                rejections.add(new Rejection(index, fault.problem(), fault.getMessage()));
                rejected.merge(fault.problem(), 1, Integer::sum);
            }
            claimRows(index + 1);
            at = JsonScanner.skipSpace(json, end);
            if (json[at] == ',') {
                at = JsonScanner.skipSpace(json, at + 1);
            }
        }
    }

    /** The context stands in each row, so a small body can have rows without end. */
    private void claimRows(int count) throws MalformedBody {
        long repeated = (long) events.size() + replay.size() - 2L * textBytes;
        if (repeated > MAX_REPEATED_BYTES) {
            throw new MalformedBody(
                    Problem.BODY_TOO_LARGE,
                    "the context stands in each event, which makes more than " + (MAX_REPEATED_BYTES >> 20)
                            + " MiB of the first " + count + ": send fewer events at once or a smaller context");
        }
        if (repeated > claimed + FREE_REPEATED_BYTES) {
            if (!memory.take(repeated - claimed)) {
                throw new MalformedBody(Problem.OVERLOADED, "too many large bodies at once");
            }
            claimed = repeated;
        }
    }

    private void event(int index, byte[] json, int start, int end) throws EventFault {
        if (json[start] != '{') {
            throw new EventFault(Problem.INVALID_EVENT, "an event must be an object");
        }
        if (batch.event.duplicate() >= 0) {
            throw new EventFault(
                    Problem.DUPLICATE_KEY, Fields.EVENT_KEYS.get(batch.event.duplicate()) + " stands there twice");
        }
        if (!batch.event.isString(Fields.TYPE)) {
            throw new EventFault(Problem.INVALID_TYPE, "type must be a string");
        }
        boolean recording = isReplay(json, batch.event.start(Fields.TYPE) + 1, batch.event.end(Fields.TYPE) - 1);
        if (!recording && end - start > options.maxEventBytes()) {
            throw new EventFault(
                    Problem.EVENT_TOO_LARGE, "an event must not be larger than " + options.maxEventBytes() + " bytes");
        }
        RowBuffer rows = recording ? replay : events;
        int begin = rows.size();
        try {
            if (recording) {
                replayEncoder.encode(rows);
            } else {
                eventEncoder.encode(index, rows);
            }
        } catch (EventFault fault) {
            rows.truncate(begin);
            throw fault;
        }
        (recording ? replayIndex : eventIndex).add(rows.size() - begin);
    }

    private static boolean isReplay(byte[] json, int from, int to) {
        return java.util.Arrays.equals(json, from, to, REPLAY, 0, REPLAY.length);
    }

    /** Ready for the next body; large buffers are given back. */
    void clear() {
        inflated.clear();
        memory.giveBack(claimed);
        claimed = 0;
        text = new byte[0];
        textBytes = 0;
        head.clear();
        events.clear();
        replay.clear();
        eventIndex.clear();
        replayIndex.clear();
        rejections.clear();
        rejected.clear();
    }

    @Override
    public void close() {
        gunzip.close();
    }

    record Rejection(int index, Problem problem, String message) {}
}
