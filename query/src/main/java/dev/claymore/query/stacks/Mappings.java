package dev.claymore.query.stacks;

import java.util.Arrays;

/**
 * The {@code mappings} of a source map: segments in the order of the generated file. They stay as they are written, five bytes or so each,
 * and are read again from the last of a few known places on.
 */
final class Mappings {

    /** More than the largest bundles have. */
    static final int MAX_SEGMENTS = 8_000_000;

    /** No source is as large; lines and columns can be added to. */
    private static final int MAX_PLACE = 1 << 30;

    /** So many segments are read for a place, or twice as many. */
    private static final int STRIDE = 512;

    /** Of a known place: where it is written, its line, and the five numbers that the next segment adds to. */
    private static final int KNOWN = 7;

    private static final int NONE = -1;
    private static final int CONTINUED = 1 << 5;
    private static final int[] DIGITS = digits();

    private final byte[] json;
    private int[] known = new int[KNOWN];
    private int knownCount;
    private int size;

    /**
     * A place in the sources.
     *
     * @param name -1: the segment has none
     */
    record Place(int source, int line, int column, int name) {}

    private Mappings(byte[] json) {
        this.json = json;
    }

    private static int[] digits() {
        int[] digits = new int[128];
        Arrays.fill(digits, NONE);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            digits[alphabet.charAt(i)] = i;
        }
        return digits;
    }

    /**
     * Looks through lines of segments of base64 VLQ numbers; each is the difference to the one of the segment before.
     *
     * @param quote where their text begins in valid JSON
     */
    static Mappings decode(byte[] json, int quote) throws MalformedSourceMap {
        Mappings mappings = new Mappings(json);
        Segments segments = new Segments(json, quote + 1);
        do {
            if (mappings.size % STRIDE == 0) {
                mappings.know(segments);
            }
        } while (mappings.count(segments.next()));
        return mappings;
    }

    private boolean count(boolean another) throws MalformedSourceMap {
        if (another && size++ == MAX_SEGMENTS) {
            throw new MalformedSourceMap("more than " + MAX_SEGMENTS + " segments of mappings");
        }
        return another;
    }

    private void know(Segments segments) {
        int at = knownCount++ * KNOWN;
        if (at == known.length) {
            known = Arrays.copyOf(known, at * 2);
        }
        known[at] = segments.at;
        known[at + 1] = segments.line;
        System.arraycopy(segments.totals, 0, known, at + 2, segments.totals.length);
    }

    /** Reads one segment after the other. */
    private static final class Segments {

        private final byte[] json;
        private final int[] fields = new int[5];
        private final int[] totals = new int[5];
        private int at;
        private int line;
        private int count;

        Segments(byte[] json, int at) {
            this.json = json;
            this.at = at;
        }

        /** @return whether there is one */
        boolean next() throws MalformedSourceMap {
            for (; ; at++) {
                byte next = json[at];
                if (next == '"') {
                    return false;
                }
                if (next == ';') {
                    line++;
                    totals[0] = 0;
                } else if (next != ',') {
                    segment();
                    return true;
                }
            }
        }

        private void segment() throws MalformedSourceMap {
            count = 0;
            while (json[at] != ',' && json[at] != ';' && json[at] != '"') {
                if (count == fields.length) {
                    throw new MalformedSourceMap("a segment of mappings has more than five numbers");
                }
                fields[count++] = number();
            }
            if (count != 1 && count != 4 && count != 5) {
                throw new MalformedSourceMap("a segment of mappings has " + count + " numbers, not 1, 4 or 5");
            }
            for (int i = 0; i < count; i++) {
                totals[i] += fields[i];
                if (totals[i] < 0) {
                    throw new MalformedSourceMap("mappings lead to a negative place");
                }
                if (totals[i] > MAX_PLACE) {
                    throw new MalformedSourceMap("mappings lead to a line or a column beyond " + MAX_PLACE);
                }
            }
        }

        /** One number: five bits a digit, the lowest first, and the sign in the lowest bit of all. */
        private int number() throws MalformedSourceMap {
            int from = at;
            long value = 0;
            for (int shift = 0; ; shift += 5) {
                if (json[at] == '\\' && json[at + 1] == '/') {
                    at++; // A slash may be written so in JSON.
                }
                byte letter = json[at];
                int digit = letter >= 0 ? DIGITS[letter] : NONE;
                if (digit == NONE || shift > 30) {
                    throw new MalformedSourceMap("mappings hold what is no base64 VLQ number, at byte " + from);
                }
                at++;
                value |= (long) (digit & ~CONTINUED) << shift;
                if ((digit & CONTINUED) == 0) {
                    break;
                }
            }
            if (value >> 1 > Integer.MAX_VALUE) {
                throw new MalformedSourceMap("a number of mappings is beyond 31 bits, at byte " + from);
            }
            return (int) ((value & 1) == 0 ? value >> 1 : -(value >> 1));
        }

        boolean isBehind(int otherLine, int otherColumn) {
            return line > otherLine || (line == otherLine && totals[0] > otherColumn);
        }

        /** Null when this segment leads to no source. */
        Place place() {
            return count == 1 ? null : new Place(totals[1], totals[2], totals[3], count == 5 ? totals[4] : NONE);
        }
    }

    int size() {
        return size;
    }

    /** About how many bytes of memory it takes beside the JSON. */
    long weight() {
        return 64 + 4L * known.length;
    }

    /**
     * The segment that a place of the generated file lies in, counted from 0; null when none leads to a source. Generators need not sort the
     * segments of a line, but all known ones do; the last at or before the column counts.
     */
    Place at(int line, int column) {
        Segments segments = before(line, column);
        Place found = null;
        try {
            while (segments.next() && !segments.isBehind(line, column)) {
                found = segments.line == line ? segments.place() : null;
            }
        } catch (MalformedSourceMap e) {
            throw new IllegalStateException(e); // All of them were read before.
        }
        return found;
    }

    /** From a known place on that has a segment before the one in question. */
    private Segments before(int line, int column) {
        int low = 0;
        for (int high = knownCount - 1; low < high; ) {
            int middle = (low + high + 1) >>> 1;
            int at = middle * KNOWN;
            if (known[at + 1] < line || (known[at + 1] == line && known[at + 2] <= column)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int at = Math.max(0, low - 1) * KNOWN;
        Segments segments = new Segments(json, known[at]);
        segments.line = known[at + 1];
        System.arraycopy(known, at + 2, segments.totals, 0, segments.totals.length);
        return segments;
    }
}
