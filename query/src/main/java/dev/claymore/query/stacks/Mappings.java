package dev.claymore.query.stacks;

import java.util.Arrays;

/** The decoded {@code mappings} of a source map: segments in the order of the generated file, as columns of numbers. */
final class Mappings {

    /** More than the largest bundles have; what is beyond is refused, so that a map of commas cannot fill the memory. */
    static final int MAX_SEGMENTS = 8_000_000;

    /** No source is as large; lines and columns can be added to. */
    private static final int MAX_PLACE = 1 << 30;

    private static final int NONE = -1;
    private static final int CONTINUED = 1 << 5;
    private static final int[] DIGITS = digits();

    private int[] columns = new int[64];
    private int[] sources = new int[64];
    private int[] lines = new int[64];
    private int[] originalColumns = new int[64];
    private int[] names = new int[64];
    private int[] lineStarts = new int[16];
    private int size;
    private int lineCount;

    /**
     * A place in the sources.
     *
     * @param name -1: the segment has none
     */
    record Place(int source, int line, int column, int name) {}

    private Mappings() {}

    private static int[] digits() {
        int[] digits = new int[128];
        Arrays.fill(digits, NONE);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            digits[alphabet.charAt(i)] = i;
        }
        return digits;
    }

    /** Reads lines of segments of base64 VLQ numbers; each is the difference to the one of the segment before. */
    static Mappings decode(String text) throws MalformedSourceMap {
        Mappings mappings = new Mappings();
        mappings.startLine();
        int[] fields = new int[5];
        int[] totals = new int[5];
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == ';') {
                mappings.startLine();
                totals[0] = 0;
                at++;
            } else if (next == ',') {
                at++;
            } else {
                int count = 0;
                while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ';') {
                    if (count == fields.length) {
                        throw new MalformedSourceMap("a segment of mappings has more than five numbers");
                    }
                    at = number(text, at, fields, count++);
                }
                mappings.add(fields, totals, count);
            }
        }
        return mappings;
    }

    /** One number: five bits a digit, the lowest first, and the sign in the lowest bit of all. */
    private static int number(String text, int from, int[] fields, int field) throws MalformedSourceMap {
        long value = 0;
        int at = from;
        for (int shift = 0; ; shift += 5) {
            char letter = at < text.length() ? text.charAt(at++) : ' ';
            int digit = letter < DIGITS.length ? DIGITS[letter] : NONE;
            if (digit == NONE || shift > 30) {
                throw new MalformedSourceMap("mappings hold what is no base64 VLQ number, at character " + from);
            }
            value |= (long) (digit & ~CONTINUED) << shift;
            if ((digit & CONTINUED) == 0) {
                break;
            }
        }
        if (value >> 1 > Integer.MAX_VALUE) {
            throw new MalformedSourceMap("a number of mappings is beyond 31 bits, at character " + from);
        }
        fields[field] = (int) ((value & 1) == 0 ? value >> 1 : -(value >> 1));
        return at;
    }

    private void startLine() {
        if (lineCount == lineStarts.length) {
            lineStarts = Arrays.copyOf(lineStarts, lineCount * 2);
        }
        lineStarts[lineCount++] = size;
    }

    private void add(int[] fields, int[] totals, int count) throws MalformedSourceMap {
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
        if (size == MAX_SEGMENTS) {
            throw new MalformedSourceMap("more than " + MAX_SEGMENTS + " segments of mappings");
        }
        if (size == columns.length) {
            int grown = Math.min(MAX_SEGMENTS, size * 2);
            columns = Arrays.copyOf(columns, grown);
            sources = Arrays.copyOf(sources, grown);
            lines = Arrays.copyOf(lines, grown);
            originalColumns = Arrays.copyOf(originalColumns, grown);
            names = Arrays.copyOf(names, grown);
        }
        columns[size] = totals[0];
        sources[size] = count == 1 ? NONE : totals[1];
        lines[size] = totals[2];
        originalColumns[size] = totals[3];
        names[size] = count == 5 ? totals[4] : NONE;
        size++;
    }

    int size() {
        return size;
    }

    /** The segment that a place of the generated file lies in, counted from 0; null when none leads to a source. */
    Place at(int line, int column) {
        if (line < 0 || line >= lineCount) {
            return null;
        }
        int from = lineStarts[line];
        int to = line + 1 < lineCount ? lineStarts[line + 1] : size;
        int found = NONE;
        // Generators need not sort the segments of a line, but all known ones do; the last at or before the column
        // counts.
        for (int low = from, high = to - 1; low <= high; ) {
            int middle = (low + high) >>> 1;
            if (columns[middle] <= column) {
                found = middle;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found == NONE || sources[found] == NONE
                ? null
                : new Place(sources[found], lines[found], originalColumns[found], names[found]);
    }
}
