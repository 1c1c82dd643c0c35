package dev.claymore.query.language;

/**
 * A question in terms of the semantic model. The names of the result's columns are part of each kind's promise; they stand behind "Answer".
 */
public sealed interface Query
        permits MetricsQuery,
                SessionsQuery,
                EventsQuery,
                PeopleQuery,
                FunnelQuery,
                ConversionQuery,
                RetentionQuery,
                PathsQuery,
                StickinessQuery,
                LifecycleQuery,
                HeatmapQuery,
                ErrorGroupsQuery {

    int MAX_LIMIT = 10_000;
    int DEFAULT_LIMIT = 1_000;

    Scope scope();
}
