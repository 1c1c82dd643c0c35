package dev.claymore.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * Joins the pieces of a streamed result in a format with the names of the columns at its head. libchdb writes the head
 * anew for every block; here all but the first are cut off, and the result stays a stream.
 */
final class HeadedRows {
    private enum Shape {
        LINES,
        CSV_LINES,
        BINARY
    }

    private final Shape shape;
    private final int parts;
    private MemorySegment head;

    private HeadedRows(Shape shape, int parts) {
        this.shape = shape;
        this.parts = parts;
    }

    /** For a format that has such a head; null for any other. */
    static HeadedRows of(String format) {
        String lower = format.toLowerCase(Locale.ROOT);
        int parts = lower.endsWith("withnames") ? 1 : lower.endsWith("withnamesandtypes") ? 2 : 0;
        if (parts == 0) {
            return null;
        }
        return switch (lower.substring(0, lower.indexOf("withnames"))) {
            case "tsv", "tabseparated", "jsoncompacteachrow", "jsoncompactstringseachrow" ->
                new HeadedRows(Shape.LINES, parts);
            case "csv" -> new HeadedRows(Shape.CSV_LINES, parts);
            case "rowbinary" -> new HeadedRows(Shape.BINARY, parts);
            default -> null;
        };
    }

    /** The piece as it belongs into the result: the first one whole, the others without their head. */
    MemorySegment join(MemorySegment piece) {
        if (head == null) {
            byte[] bytes = piece.asSlice(0, headBytes(piece)).toArray(ValueLayout.JAVA_BYTE);
            head = MemorySegment.ofArray(bytes);
            return piece;
        }
        long size = head.byteSize();
        boolean repeated = piece.byteSize() >= size && piece.asSlice(0, size).mismatch(head) < 0;
        return repeated ? piece.asSlice(size) : piece;
    }

    private long headBytes(MemorySegment piece) {
        return shape == Shape.BINARY ? binaryHead(piece) : lines(piece, shape == Shape.CSV_LINES);
    }

    private long lines(MemorySegment piece, boolean quotes) {
        int found = 0;
        boolean quoted = false;
        for (long at = 0; at < piece.byteSize(); at++) {
            byte c = piece.get(ValueLayout.JAVA_BYTE, at);
            if (quotes && c == '"') {
                quoted = !quoted;
            } else if (c == '\n' && !quoted && ++found == parts) {
                return at + 1;
            }
        }
        return piece.byteSize();
    }

    /** A number of columns, then that many names, then as many types; numbers are LEB128. */
    private long binaryHead(MemorySegment piece) {
        long[] at = {0};
        long strings = number(piece, at) * parts;
        for (long i = 0; i < strings; i++) {
            long length = number(piece, at);
            at[0] += length;
        }
        return at[0];
    }

    private static long number(MemorySegment piece, long[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = piece.get(ValueLayout.JAVA_BYTE, at[0]++);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
