package dev.claymore.analyst;

import dev.claymore.query.language.Range;

/**
 * A time that words name.
 *
 * @param from first token
 * @param to the token after its last one
 * @param range what it means
 * @param unit calendar unit it is made of: hour, day, week, month, quarter, year; empty: none
 * @param relative an offset to another span ("the week before"), in units back; 0: none
 */
record Span(int from, int to, Range range, String label, String unit, int relative) {}
