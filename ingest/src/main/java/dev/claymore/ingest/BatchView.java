package dev.claymore.ingest;

/** The batch being decoded, as its events' encoders see it. Reused from batch to batch. */
final class BatchView {

    final JsonShape shape = new JsonShape();
    final JsonObject header = new JsonObject(Fields.BATCH, Fields.BATCH_KEYS.size(), shape);
    final JsonObject context = new JsonObject(Fields.EVENT, Fields.EVENT_KEYS.size(), shape);
    final JsonObject event = new JsonObject(Fields.EVENT, Fields.EVENT_KEYS.size(), shape);
    final SessionOfEvent session = new SessionOfEvent();
    final TagReader tags = new TagReader();
    /** The column projectId alone, and the columns from projectId to clockOffsetMs. */
    final RowBuffer projectId = new RowBuffer(64);

    final RowBuffer visitor = new RowBuffer(256);
    Clocks clocks = new Clocks(0, 0, 0);
    /** Whether a batch that comes again is recognised, and no event is in another batch. */
    boolean knownOnce;
    /** As {@link #knownOnce}, but only for events without an id of their own, whose id is derived from that of the batch. */
    boolean derivedOnce;

    long seedHigh;
    long seedLow;

    /** The event's own time, corrected. */
    long timestamp() throws EventFault {
        if (!event.isNumber(Fields.TIMESTAMP)) {
            throw new EventFault(Problem.INVALID_TIMESTAMP, "timestamp must be epoch milliseconds");
        }
        long time = JsonText.whole(event.json(), event.start(Fields.TIMESTAMP), event.end(Fields.TIMESTAMP));
        if (time == Long.MIN_VALUE) {
            throw new EventFault(Problem.INVALID_TIMESTAMP, "timestamp must be epoch milliseconds");
        }
        return clocks.timestamp(time);
    }
}
