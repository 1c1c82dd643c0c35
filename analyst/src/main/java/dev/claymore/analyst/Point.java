package dev.claymore.analyst;

import dev.claymore.query.language.Range;

/**
 * A day, a week, a month, or some of them.
 *
 * @param to the token after its last one
 * @param unit of the calendar, or empty
 */
record Point(int to, Range range, String unit) {}
