package dev.claymore.query.compile;

import dev.claymore.query.language.Refusal;

/** Cursors of answers that page by counting rows: those of groups, whose order changes only with their numbers. */
public final class Pages {

    private static final int MAX_OFFSET = 1_000_000;

    private Pages() {}

    static int offset(String cursor) {
        if (cursor == null) {
            return 0;
        }
        if (!cursor.matches("[1-9]\\d{0,6}") || Integer.parseInt(cursor) > MAX_OFFSET) {
            throw Refusal.invalid("cursor", "is not one that this query has given out");
        }
        return Integer.parseInt(cursor);
    }

    /** The cursor of the page behind one of so many rows. */
    public static String next(int offset, int rows) {
        return String.valueOf(offset + rows);
    }
}
