package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Custom tags as a ClickHouse map: the event's own over those of the batch's context, each of which has so many at most. */
final class TagReader {

    static final int MAX_TAGS = 64;
    static final int MAX_KEY_CHARACTERS = 128;
    static final int MAX_VALUE_BYTES = 1_024;

    private final Map<Key, byte[]> merged = new LinkedHashMap<>();
    private final RowBuffer contextTags = new RowBuffer(256);
    private EventFault contextFault;

    /** Encodes the context's tags once for all events that have none of their own. */
    void context(JsonObject context) {
        contextTags.clear();
        contextFault = null;
        merged.clear();
        try {
            read(context, contextTags);
        } catch (EventFault fault) {
            contextFault = fault;
        }
    }

    void write(JsonObject event, JsonObject context, RowBuffer row) throws EventFault {
        if (contextFault != null) {
            throw contextFault;
        }
        if (!event.has(Fields.TAGS)) {
            row.raw(contextTags);
            return;
        }
        merged.clear();
        collect(context);
        read(event, row);
    }

    private void read(JsonObject holder, RowBuffer row) throws EventFault {
        collect(holder);
        row.varint(merged.size());
        merged.forEach((key, value) -> row.string(key.text, 0, key.text.length).string(value, 0, value.length));
    }

    private void collect(JsonObject holder) throws EventFault {
        if (!holder.has(Fields.TAGS)) {
            return;
        }
        if (holder.kind(Fields.TAGS) != '{') {
            throw new EventFault(Problem.INVALID_TAGS, "tags must be an object");
        }
        byte[] json = holder.json();
        int at = JsonScanner.skipSpace(json, holder.start(Fields.TAGS) + 1);
        int count = 0;
        while (json[at] != '}') {
            int keyEnd = JsonScanner.skipString(json, at);
            byte[] key = text(json, at, keyEnd);
            if (key.length == 0 || Utf8.characters(key, 0, key.length) > MAX_KEY_CHARACTERS) {
                throw new EventFault(
                        Problem.INVALID_TAGS, "a tag's key must have 1 to " + MAX_KEY_CHARACTERS + " characters");
            }
            int start = JsonScanner.skipSpace(json, JsonScanner.skipSpace(json, keyEnd) + 1);
            int end = JsonScanner.skipValue(json, start);
            value(json, start, end, new Key(key));
            if (++count > MAX_TAGS) {
                throw new EventFault(Problem.INVALID_TAGS, "more than " + MAX_TAGS + " tags");
            }
            at = JsonScanner.skipSpace(json, end);
            if (json[at] == ',') {
                at = JsonScanner.skipSpace(json, at + 1);
            }
        }
    }

    private void value(byte[] json, int start, int end, Key key) throws EventFault {
        byte[] value = switch (json[start]) {
            case '{', '[' ->
                throw new EventFault(
                        Problem.INVALID_TAGS,
                        "the tag " + new String(key.text, StandardCharsets.UTF_8)
                                + " must be a string, a number or a boolean");
            case 'n' -> null;
            case '"' -> text(json, start, end);
            default -> Arrays.copyOfRange(json, start, end);
        };
        if (value == null) {
            // A tag set to null on an event takes away the context's.
            merged.remove(key);
        } else {
            int cut = Utf8.cut(value, 0, value.length, MAX_VALUE_BYTES);
            merged.put(key, cut == value.length ? value : Arrays.copyOf(value, cut));
        }
    }

    private static byte[] text(byte[] json, int start, int end) {
        if (!JsonText.hasEscape(json, start, end)) {
            return Arrays.copyOfRange(json, start + 1, end - 1);
        }
        RowBuffer text = new RowBuffer(end - start);
        JsonText.unescape(json, start + 1, end - 1, text);
        return text.toByteArray();
    }

    @SuppressWarnings("ArrayRecordComponent") // Compared by content, below.
    private record Key(byte[] text) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(text, key.text);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(text);
        }
    }
}
