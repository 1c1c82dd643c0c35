package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Validates one analytics event and appends it as a row of {@link Layout#EVENTS}. Not for several threads. */
final class EventEncoder {

    static final List<String> TYPES = List.of(
            "pageview",
            "click",
            "input",
            "scroll",
            "request",
            "error",
            "custom",
            "identify",
            "vital",
            "console",
            "navigation");

    private static final FieldNames TYPE_NAMES = new FieldNames(TYPES);
    private static final int REQUEST = TYPES.indexOf("request");
    private static final int ERROR = TYPES.indexOf("error");
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private final BatchView batch;
    private final FieldReader fields;

    EventEncoder(BatchView batch) {
        this.batch = batch;
        fields = new FieldReader(batch);
    }

    void encode(int index, RowBuffer row) throws EventFault {
        JsonObject event = batch.event;
        byte[] json = event.json();
        int type = TYPE_NAMES.ordinal(json, event.start(Fields.TYPE) + 1, event.end(Fields.TYPE) - 1);
        if (type < 0) {
            throw new EventFault(Problem.INVALID_TYPE, "type must be one of " + String.join(", ", TYPES) + ", replay");
        }
        row.raw(batch.visitor);
        row.raw(batch.session.of(event, batch.header, batch.clocks));
        eventId(index, row);
        row.int64(batch.timestamp());
        byte[] name = TYPE_BYTES[type];
        row.string(name, 0, name.length);
        fields.text(Fields.NAME, 256, row);
        fields.identifier(Fields.USER_ID, 256, row);
        fields.identifier(Fields.ANONYMOUS_ID, 128, row);
        page(row);
        fields.text(Fields.URL, 4_096, row);
        fields.text(Fields.TITLE, 1_024, row);
        fields.text(Fields.REFERRER, 4_096, row);
        fields.text(Fields.SELECTOR, 2_048, row);
        fields.text(Fields.TEXT, 8_192, row);
        row.int32((int) fields.whole(Fields.X, Integer.MIN_VALUE, Integer.MAX_VALUE, 0));
        row.int32((int) fields.whole(Fields.Y, Integer.MIN_VALUE, Integer.MAX_VALUE, 0));
        error(type, row);
        fields.text(Fields.REQUEST_METHOD, 16, row);
        fields.text(Fields.REQUEST_URL, 4_096, row);
        row.int16((int) statusCode());
        row.int32((int) fields.whole(Fields.DURATION_MS, 0, MAX_UINT32, 0));
        row.float64(fields.number(Fields.VALUE));
        row.float64(fields.number(Fields.CART_VALUE));
        fields.text(Fields.LOCALE, 64, row);
        fields.viewport(row);
        fields.text(Fields.RELEASE, 256, row);
        fields.text(Fields.ENVIRONMENT, 128, row);
        fields.identifier(Fields.TRACE_ID, 64, row);
        fields.identifier(Fields.SPAN_ID, 32, row);
        batch.tags.write(event, batch.context, row);
        row.int8(batch.knownOnce || (batch.derivedOnce && !event.has(Fields.ID)) ? 1 : 0);
    }

    private static final byte[][] TYPE_BYTES =
            TYPES.stream().map(type -> type.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);

    private void eventId(int index, RowBuffer row) throws EventFault {
        JsonObject event = batch.event;
        if (!event.has(Fields.ID)) {
            UUID derived = Ids.derived(batch.seedHigh, batch.seedLow, index);
            row.uuid(derived.getMostSignificantBits(), derived.getLeastSignificantBits());
            return;
        }
        int from = event.start(Fields.ID) + 1;
        if (!event.isString(Fields.ID) || !Ids.isUuid(event.json(), from, event.end(Fields.ID) - 1)) {
            throw fields.fault(Fields.ID, "must be a UUID");
        }
        row.uuid(Ids.high(event.json(), from), Ids.low(event.json(), from));
    }

    /** The page as it is told, else the path of the address. */
    private void page(RowBuffer row) throws EventFault {
        JsonObject event = batch.event;
        JsonObject holder = event.has(Fields.URL) ? event : batch.context;
        boolean derive = !event.has(Fields.PAGE)
                && (event.has(Fields.URL) || !batch.context.has(Fields.PAGE))
                && holder.isString(Fields.URL);
        if (!derive) {
            fields.text(Fields.PAGE, 2_048, row);
            return;
        }
        byte[] json = holder.json();
        int to = holder.end(Fields.URL) - 1;
        int from = holder.start(Fields.URL) + 1;
        if (JsonText.hasEscape(json, from, to)) {
            json = JsonText.string(json, from - 1, to + 1).getBytes(StandardCharsets.UTF_8);
            from = 0;
            to = json.length;
        }
        int path = Paths.begin(json, from, to);
        int end = Paths.end(json, path, to);
        if (path == end) {
            row.string("/");
        } else {
            row.string(json, path, Utf8.cut(json, path, end, 2_048));
        }
    }

    private void error(int type, RowBuffer row) throws EventFault {
        long code = fields.whole(Fields.ERROR_CODE, 0, MAX_UINT32, 0);
        if (code == 0 && type == REQUEST && statusCode() >= 400) {
            code = statusCode();
        }
        row.int32((int) code);
        int begin = row.size();
        fields.text(Fields.ERROR_TYPE, 256, row);
        fields.text(Fields.ERROR_MESSAGE, 8_192, row);
        fields.text(Fields.ERROR_STACK, 65_536, row);
        if (type == ERROR && !batch.event.has(Fields.ERROR_FINGERPRINT)) {
            row.string(Fingerprint.of(row.array(), begin));
        } else {
            fields.text(Fields.ERROR_FINGERPRINT, 128, row);
        }
    }

    private long statusCode() throws EventFault {
        return fields.whole(Fields.STATUS_CODE, 0, 0xFFFF, 0);
    }
}
