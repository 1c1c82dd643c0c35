package dev.claymore.query.language;

/**
 * Where people go: page views of one session that follow each other. {@code scope.where} is about the page views.
 *
 * <p>Answer: step (from 1, away from the anchor), source and target (pages, in the direction of time), count,
 * sessions; most frequent first within a step. With a depth of 1 step is left out. Ends (starts) of sessions are left out.
 *
 * @param anchor condition on a page view; null: the first (last) of each session
 * @param depth steps to follow, 1 to 10
 * @param collapseLoops page views of the page one is on already are not steps
 * @param limit rows of each step
 */
public record PathsQuery(
        Scope scope, Direction direction, Condition anchor, int depth, boolean collapseLoops, int limit)
        implements Query {

    /** Which way to look from the anchor. */
    public enum Direction {
        /** What comes next. */
        AFTER,
        /** What came before. */
        BEFORE
    }
}
