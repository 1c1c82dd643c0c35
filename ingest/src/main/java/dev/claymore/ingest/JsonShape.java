package dev.claymore.ingest;

import java.util.Arrays;

/**
 * Where the outer objects and arrays of a body end, noted down while {@link JsonScanner#validate} reads it, so that passing over one of
 * them later costs a look instead of another reading. Bounded: what is not noted is read again.
 */
final class JsonShape {

    /** Batch, events, event, rrweb event, its data, and what is in there. */
    static final int LEVELS = 6;

    private static final int MAX_NOTED = 1 << 14;

    private final int[] open = new int[LEVELS + 1];
    private int[] starts = new int[512];
    private int[] ends = new int[512];
    private int count;
    private int last;
    private boolean spaced;

    void clear() {
        count = 0;
        last = 0;
        spaced = false;
    }

    /** Whether white space stands between tokens somewhere. */
    boolean isSpaced() {
        return spaced;
    }

    void spaced() {
        spaced = true;
    }

    void begin(int depth, int start) {
        if (depth > LEVELS) {
            return;
        }
        if (count == MAX_NOTED) {
            open[depth] = -1;
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        open[depth] = count;
        starts[count++] = start;
    }

    void end(int depth, int end) {
        if (depth <= LEVELS && open[depth] >= 0) {
            ends[open[depth]] = end;
        }
    }

    /** The position behind the value that begins at {@code start}. */
    int behind(byte[] json, int start) {
        byte first = json[start];
        if (first == '{' || first == '[') {
            int noted = find(start);
            if (noted >= 0) {
                last = noted;
                return ends[noted];
            }
        }
        return JsonScanner.skipValue(json, start);
    }

    private int find(int start) {
        if (last + 1 < count && starts[last + 1] == start) {
            return last + 1;
        }
        return Arrays.binarySearch(starts, 0, count, start);
    }

    /** Where the value behind the one at {@code value} begins, or the bracket that closes them. */
    int next(byte[] json, int value) {
        int at = JsonScanner.skipSpace(json, behind(json, value));
        return json[at] == ',' ? JsonScanner.skipSpace(json, at + 1) : at;
    }
}
