package dev.claymore.analyst;

/**
 * A part of what was understood.
 *
 * @param kind metric, filter, time, group, order, limit, step, compare or window
 * @param from first character of the question it was read from; -1: a convention put it there
 * @param to the character after its last one; -1 likewise
 */
public record Chip(String kind, String text, int from, int to) {}
