package dev.claymore.analyst.answer;

/** Hears of an answer while it is made. */
@FunctionalInterface
public interface Progress {

    /** What has become known, in this order; a stage that does not come to pass is left out. */
    enum Stage {
        UNDERSTANDING,
        SQL,
        ROWS,
        TEXT,
        CHART,
        SESSIONS
    }

    Progress NONE = (stage, soFar) -> {};

    /** @param soFar the answer, of which what comes later is still null */
    void reached(Stage stage, Answer soFar);
}
