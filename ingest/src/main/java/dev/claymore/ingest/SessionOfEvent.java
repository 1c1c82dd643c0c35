package dev.claymore.ingest;

/** The session and window an event belongs to, encoded once for all events that name no other than the batch does. */
final class SessionOfEvent {

    static final int MAX_WINDOW_CHARACTERS = 64;

    private final RowBuffer encoded = new RowBuffer(128);
    private final RowBuffer own = new RowBuffer(128);
    private final RowBuffer unescaped = new RowBuffer(128);
    private EventFault batchFault;

    /** Reads the batch's own session; a fault there concerns each event that names none itself. */
    void batch(JsonObject batch, Clocks clocks) {
        encoded.clear();
        batchFault = null;
        try {
            if (!batch.has(Fields.BATCH_SESSION_ID)) {
                throw new EventFault(Problem.MISSING_SESSION_ID, "neither the batch nor the event names a session");
            }
            session(batch, Fields.BATCH_SESSION_ID, clocks, encoded);
            window(batch, Fields.BATCH_WINDOW_ID, encoded);
        } catch (EventFault fault) {
            batchFault = fault;
        }
    }

    /** The columns sessionId, createdAt and windowId of the event. */
    RowBuffer of(JsonObject event, JsonObject batch, Clocks clocks) throws EventFault {
        boolean ownSession = event.has(Fields.SESSION_ID);
        boolean ownWindow = event.has(Fields.WINDOW_ID);
        if (!ownSession && batchFault != null) {
            throw batchFault;
        }
        if (!ownSession && !ownWindow) {
            return encoded;
        }
        own.clear();
        session(ownSession ? event : batch, ownSession ? Fields.SESSION_ID : Fields.BATCH_SESSION_ID, clocks, own);
        window(ownWindow ? event : batch, ownWindow ? Fields.WINDOW_ID : Fields.BATCH_WINDOW_ID, own);
        return own;
    }

    private static void session(JsonObject holder, int field, Clocks clocks, RowBuffer row) throws EventFault {
        byte[] json = holder.json();
        int from = holder.start(field) + 1;
        if (!holder.isString(field) || !Ids.isUuid(json, from, holder.end(field) - 1)) {
            throw new EventFault(Problem.INVALID_SESSION_ID, "sessionId must be a UUIDv7");
        }
        long high = Ids.high(json, from);
        long low = Ids.low(json, from);
        long startedAt = Ids.timeOf(high, low);
        if (startedAt < 0) {
            throw new EventFault(Problem.INVALID_SESSION_ID, "sessionId must be a UUIDv7");
        }
        row.uuid(high, low).int64(clocks.session(startedAt));
    }

    private void window(JsonObject holder, int field, RowBuffer row) throws EventFault {
        if (!holder.has(field)) {
            row.int8(0);
            return;
        }
        FieldReader.string(holder, field, "windowId", MAX_WINDOW_CHARACTERS, false, unescaped, row);
    }
}
