package dev.claymore.ingest;

import java.util.List;

/**
 * Validates one event of a recording (rrweb's format) and appends it as a row of {@link Layout#REPLAY}: the frequent fields typed, the
 * event's {@code data} as the JSON it came as. Not for several threads.
 */
final class ReplayEncoder {

    private static final List<String> RRWEB_KEYS = List.of("type", "data", "timestamp");
    private static final int TYPE = 0;
    private static final int DATA = 1;
    private static final int TIMESTAMP = 2;
    private static final FieldNames RRWEB = new FieldNames(RRWEB_KEYS);

    private static final List<String> DATA_KEYS = List.of(
            "source",
            "type",
            "id",
            "x",
            "y",
            "width",
            "height",
            "href",
            "tag",
            "plugin",
            "text",
            "adds",
            "removes",
            "attributes",
            "texts",
            "positions",
            "node");
    private static final int SOURCE = 0;
    private static final int INTERACTION = 1;
    private static final int NODE_ID = 2;
    private static final int X = 3;
    private static final int Y = 4;
    private static final int WIDTH = 5;
    private static final int HEIGHT = 6;
    private static final int HREF = 7;
    private static final int TAG = 8;
    private static final int PLUGIN = 9;
    private static final int TEXT = 10;
    private static final int ADDS = 11;
    private static final int POSITIONS = 15;
    private static final int NODE = 16;
    private static final FieldNames DATA_NAMES = new FieldNames(DATA_KEYS);

    private static final int FULL_SNAPSHOT = 2;
    private static final int INCREMENTAL = 3;
    private static final int META = 4;
    private static final int LAST_TYPE = 7;

    private final BatchView batch;
    private final JsonShape shape;
    private final JsonObject rrweb;
    private final JsonObject data;
    private final JsonObject position;
    private final RowBuffer text = new RowBuffer(1024);

    ReplayEncoder(BatchView batch) {
        this.batch = batch;
        shape = batch.shape;
        rrweb = new JsonObject(RRWEB, RRWEB_KEYS.size(), shape);
        data = new JsonObject(DATA_NAMES, DATA_KEYS.size(), shape);
        position = new JsonObject(DATA_NAMES, DATA_KEYS.size(), shape);
    }

    void encode(RowBuffer row) throws EventFault {
        JsonObject event = batch.event;
        long seq = whole(event, Fields.SEQ, -1);
        if (seq < 0 || seq > 0xFFFF_FFFFL) {
            throw fault("seq must be a whole number from 0");
        }
        if (event.kind(Fields.DATA) != '{') {
            throw fault("data must be an rrweb event");
        }
        byte[] json = event.json();
        rrweb.read(json, event.start(Fields.DATA));
        long type = whole(rrweb, TYPE, -1);
        if (type < 0 || type > LAST_TYPE || !rrweb.isNumber(TYPE)) {
            throw fault("data.type must be a number from 0 to " + LAST_TYPE);
        }
        if (!rrweb.isNumber(TIMESTAMP)) {
            throw fault("data.timestamp must be a number");
        }
        data.clear();
        if (rrweb.kind(DATA) == '{') {
            data.read(json, rrweb.start(DATA));
        }
        shape((int) type);
        row.raw(batch.projectId);
        row.raw(batch.session.of(event, batch.header, batch.clocks));
        row.int32((int) seq);
        long timestamp = batch.timestamp();
        row.int64(timestamp);
        row.int8((int) type);
        typed((int) type, row);
        payload(json, row);
        extra(json, event.start(Fields.DATA), row);
    }

    private void shape(int type) throws EventFault {
        if (type == FULL_SNAPSHOT && data.kind(NODE) != '{') {
            throw fault("a full snapshot (type 2) must have data.node");
        }
        if (type == INCREMENTAL && !data.isNumber(SOURCE)) {
            throw fault("an incremental event (type 3) must have data.source");
        }
        if (type == META && !(data.isNumber(WIDTH) && data.isNumber(HEIGHT))) {
            throw fault("a meta event (type 4) must have data.width and data.height");
        }
    }

    private void typed(int type, RowBuffer row) {
        boolean incremental = type == INCREMENTAL;
        row.int8(incremental ? (int) clamp(whole(data, SOURCE, -1), -1, Byte.MAX_VALUE) : -1);
        boolean interaction = incremental && data.isNumber(INTERACTION);
        row.int8(interaction ? (int) clamp(whole(data, INTERACTION, -1), -1, Byte.MAX_VALUE) : -1);
        JsonObject place = incremental ? place() : data;
        row.int64(incremental ? Math.max(0, whole(place, NODE_ID, 0)) : 0);
        row.int32(Float.floatToRawIntBits(incremental ? real(place, X) : 0));
        row.int32(Float.floatToRawIntBits(incremental ? real(place, Y) : 0));
        row.int16((int) clamp(whole(data, WIDTH, 0), 0, 0xFFFF));
        row.int16((int) clamp(whole(data, HEIGHT, 0), 0, 0xFFFF));
        string(HREF, 4_096, row);
        string(data.has(TAG) ? TAG : PLUGIN, 256, row);
        string(TEXT, 8_192, row);
        for (int list = ADDS; list < ADDS + 4; list++) {
            row.int32(incremental ? elements(list) : 0);
        }
    }

    /** Where the pointer was: of a movement, its last position. */
    private JsonObject place() {
        if (data.kind(POSITIONS) != '[') {
            return data;
        }
        byte[] json = data.json();
        int at = JsonScanner.skipSpace(json, data.start(POSITIONS) + 1);
        int last = -1;
        while (json[at] != ']') {
            if (json[at] == '{') {
                last = at;
            }
            at = shape.next(json, at);
        }
        if (last < 0) {
            return data;
        }
        position.read(json, last);
        return position;
    }

    private int elements(int field) {
        if (data.kind(field) != '[') {
            return 0;
        }
        byte[] json = data.json();
        int at = JsonScanner.skipSpace(json, data.start(field) + 1);
        int count = 0;
        while (json[at] != ']') {
            at = shape.next(json, at);
            count++;
        }
        return count;
    }

    private void string(int field, int maxBytes, RowBuffer row) {
        if (!data.isString(field)) {
            row.int8(0);
            return;
        }
        text.clear();
        JsonText.unescape(data.json(), data.start(field) + 1, data.end(field) - 1, text);
        row.string(text.array(), 0, Utf8.cut(text.array(), 0, text.size(), maxBytes));
    }

    private void payload(byte[] json, RowBuffer row) {
        if (!rrweb.has(DATA)) {
            row.int8(0);
            return;
        }
        compacted(json, rrweb.start(DATA), rrweb.end(DATA), row);
    }

    /** A string column whose length is known only when its white space is gone. */
    private void compacted(byte[] json, int start, int end, RowBuffer row) {
        if (!shape.isSpaced()) {
            row.string(json, start, end);
            return;
        }
        text.clear();
        JsonText.compact(json, start, end, text);
        row.varint(text.size()).raw(text);
    }

    /** What the event has beside type, data and timestamp, as an object. */
    private void extra(byte[] json, int brace, RowBuffer row) {
        text.clear();
        int at = JsonScanner.skipSpace(json, brace + 1);
        while (json[at] != '}') {
            int keyEnd = JsonScanner.skipString(json, at);
            int start = JsonScanner.skipSpace(json, JsonScanner.skipSpace(json, keyEnd) + 1);
            int end = shape.behind(json, start);
            if (RRWEB.ordinal(json, at + 1, keyEnd - 1) < 0) {
                text.int8(text.size() == 0 ? '{' : ',').raw(json, at, keyEnd).int8(':');
                JsonText.compact(json, start, end, text);
            }
            at = shape.next(json, start);
        }
        if (text.size() > 0) {
            text.int8('}');
        }
        row.varint(text.size()).raw(text);
    }

    private static long whole(JsonObject holder, int field, long absent) {
        if (!holder.isNumber(field)) {
            return absent;
        }
        return JsonText.whole(holder.json(), holder.start(field), holder.end(field));
    }

    private static float real(JsonObject holder, int field) {
        if (!holder.isNumber(field)) {
            return 0;
        }
        float value = (float) JsonText.number(holder.json(), holder.start(field), holder.end(field));
        return Float.isFinite(value) ? value : 0;
    }

    private static long clamp(long value, long lowest, long highest) {
        return Math.clamp(value, lowest, highest);
    }

    private static EventFault fault(String message) {
        return new EventFault(Problem.INVALID_REPLAY, message);
    }
}
