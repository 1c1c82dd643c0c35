package dev.claymore.analyst;

/** What an answer looks like. */
public enum Shape {
    NUMBER,
    TREND,
    BREAKDOWN,
    RANKING,
    SESSIONS,
    PEOPLE,
    FUNNEL,
    RETENTION,
    COMPARISON,
    PATHS
}
