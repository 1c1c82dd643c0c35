package dev.claymore.ingest;

/** Typed values of one event's fields, of the batch's context where the event has none, written as columns. */
final class FieldReader {

    private final JsonObject event;
    private final JsonObject context;
    private final JsonObject pair;
    private final RowBuffer unescaped = new RowBuffer(1024);

    FieldReader(BatchView batch) {
        event = batch.event;
        context = batch.context;
        pair = new JsonObject(Fields.PAIR, Fields.PAIR_KEYS.size(), batch.shape);
    }

    /** The object that has the field: the event, else the context. */
    private JsonObject holder(int field) {
        return event.has(field) ? event : context;
    }

    /** A descriptive text; what is beyond the limit is cut off. */
    void text(int field, int maxBytes, RowBuffer row) throws EventFault {
        JsonObject holder = holder(field);
        if (!holder.has(field)) {
            row.int8(0);
            return;
        }
        string(holder, field, maxBytes, true, row);
    }

    /** A name that others refer to; too long a one is refused, because cut names would meet. */
    void identifier(int field, int maxCharacters, RowBuffer row) throws EventFault {
        JsonObject holder = holder(field);
        if (!holder.has(field)) {
            row.int8(0);
            return;
        }
        string(holder, field, maxCharacters, false, row);
    }

    private void string(JsonObject holder, int field, int most, boolean cut, RowBuffer row) throws EventFault {
        string(holder, field, Fields.EVENT_KEYS.get(field), most, cut, unescaped, row);
    }

    /**
     * A number or a boolean is taken as the text it is written as: who has releases called 1.4 or users called 42 often says so without quotes.
     *
     * @param most bytes of a text that is cut, characters of one that is refused
     * @param unescaped room to work in
     */
    static void string(
            JsonObject holder, int field, String name, int most, boolean cut, RowBuffer unescaped, RowBuffer row)
            throws EventFault {
        boolean quoted = holder.isString(field);
        if (!quoted && (holder.kind(field) == '{' || holder.kind(field) == '[')) {
            throw fault(name, "must be a string");
        }
        byte[] text = holder.json();
        int from = holder.start(field) + (quoted ? 1 : 0);
        int to = holder.end(field) - (quoted ? 1 : 0);
        if (quoted && JsonText.hasEscape(text, from, to)) {
            unescaped.clear();
            JsonText.unescape(text, from, to, unescaped);
            text = unescaped.array();
            from = 0;
            to = unescaped.size();
        }
        if (cut) {
            to = Utf8.cut(text, from, to, most);
        } else if (to - from > most && Utf8.characters(text, from, to) > most) {
            throw fault(name, "must have at most " + most + " characters");
        }
        row.string(text, from, to);
    }

    /** A whole number; fractions are rounded. */
    long whole(int field, long lowest, long highest, long absent) throws EventFault {
        return whole(holder(field), field, Fields.EVENT_KEYS.get(field), lowest, highest, absent);
    }

    private static long whole(JsonObject holder, int field, String name, long lowest, long highest, long absent)
            throws EventFault {
        if (!holder.has(field)) {
            return absent;
        }
        if (!holder.isNumber(field)) {
            throw new EventFault(Problem.INVALID_FIELD, name + " must be a number");
        }
        long value = JsonText.whole(holder.json(), holder.start(field), holder.end(field));
        if (value < lowest || value > highest) {
            throw new EventFault(Problem.NUMBER_OUT_OF_RANGE, name + " must be from " + lowest + " to " + highest);
        }
        return value;
    }

    double number(int field) throws EventFault {
        JsonObject holder = holder(field);
        if (!holder.has(field)) {
            return 0;
        }
        if (!holder.isNumber(field)) {
            throw fault(field, "must be a number");
        }
        double value = JsonText.number(holder.json(), holder.start(field), holder.end(field));
        if (!Double.isFinite(value)) {
            throw new EventFault(Problem.NUMBER_OUT_OF_RANGE, Fields.EVENT_KEYS.get(field) + " is too large");
        }
        return value;
    }

    void viewport(RowBuffer row) throws EventFault {
        JsonObject holder = holder(Fields.VIEWPORT);
        pair.clear();
        if (holder.has(Fields.VIEWPORT)) {
            if (holder.kind(Fields.VIEWPORT) != '{') {
                throw fault(Fields.VIEWPORT, "must be an object");
            }
            pair.read(holder.json(), holder.start(Fields.VIEWPORT));
        }
        row.int16((int) whole(pair, Fields.WIDTH, "viewport.width", 0, 0xFFFF, 0));
        row.int16((int) whole(pair, Fields.HEIGHT, "viewport.height", 0, 0xFFFF, 0));
    }

    EventFault fault(int field, String what) {
        return fault(Fields.EVENT_KEYS.get(field), what);
    }

    private static EventFault fault(String name, String what) {
        return new EventFault(Problem.INVALID_FIELD, name + " " + what);
    }
}
