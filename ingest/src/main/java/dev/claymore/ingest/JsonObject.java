package dev.claymore.ingest;

import java.util.Arrays;

/**
 * Where the known fields of one object stand in a body that {@link JsonScanner#validate} has accepted. Reused from object to object.
 * Unknown fields are passed over, {@code null} is the same as absent.
 */
final class JsonObject {

    private final FieldNames names;
    private final JsonShape shape;
    private final int[] starts;
    private final int[] ends;
    private byte[] json = {};
    private int duplicate;

    /** @param shape of the bodies it reads from */
    JsonObject(FieldNames names, int count, JsonShape shape) {
        this.names = names;
        this.shape = shape;
        starts = new int[count];
        ends = new int[count];
    }

    /** Forgets all fields: the object is absent. */
    void clear() {
        Arrays.fill(starts, -1);
        duplicate = -1;
    }

    /** Reads the object that opens at {@code brace}; returns the position behind it. */
    int read(byte[] body, int brace) {
        json = body;
        clear();
        int at = JsonScanner.skipSpace(body, brace + 1);
        while (body[at] != '}') {
            int keyEnd = JsonScanner.skipString(body, at);
            int field = names.ordinal(body, at + 1, keyEnd - 1);
            int colon = JsonScanner.skipSpace(body, keyEnd);
            int start = JsonScanner.skipSpace(body, colon + 1);
            int end = shape.behind(body, start);
            if (field >= 0) {
                if (starts[field] >= 0 && duplicate < 0) {
                    duplicate = field;
                }
                if (body[start] != 'n') {
                    starts[field] = start;
                    ends[field] = end;
                }
            }
            at = JsonScanner.skipSpace(body, end);
            if (body[at] == ',') {
                at = JsonScanner.skipSpace(body, at + 1);
            }
        }
        return at + 1;
    }

    byte[] json() {
        return json;
    }

    /** A field that stands there twice, or -1. */
    int duplicate() {
        return duplicate;
    }

    boolean has(int field) {
        return starts[field] >= 0;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    /** First byte of the value: its kind; 0 when absent. */
    byte kind(int field) {
        return starts[field] < 0 ? 0 : json[starts[field]];
    }

    boolean isString(int field) {
        return kind(field) == '"';
    }

    boolean isNumber(int field) {
        byte kind = kind(field);
        return kind == '-' || (kind >= '0' && kind <= '9');
    }
}
