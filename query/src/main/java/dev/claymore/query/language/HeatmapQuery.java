package dev.claymore.query.language;

/**
 * Where on a page people click, and how far they scroll. {@code scope.where} is about the events: name the page and the device there.
 *
 * <p>Answer of ELEMENT: {@code selector, text} (the most frequent), {@code count, sessions, people}. Of POSITION: {@code column} and {@code row} of a
 * grid (0 to {@value #COLUMNS} - 1 over the width of the viewport, rows as high as columns are wide), {@code count}. Of DEPTH: {@code depth}
 * (percent of the page's height, by 10), {@code sessions} that got as far, {@code share} of those that scrolled there.
 */
public record HeatmapQuery(Scope scope, Gesture gesture, Surface surface, int limit) implements Query {

    public static final int COLUMNS = 50;

    /** What is looked at. */
    public enum Gesture {
        CLICK,
        RAGE,
        DEAD,
        SCROLL
    }

    /** How places are told apart. */
    public enum Surface {
        ELEMENT,
        POSITION,
        /** How far down; of SCROLL only. */
        DEPTH
    }
}
