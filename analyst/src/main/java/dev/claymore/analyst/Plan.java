package dev.claymore.analyst;

import java.util.Map;

/** What is run to answer a question. */
public sealed interface Plan {

    /** A statement of the analyst's own, for what the query language has no words for. */
    record Sql(String sql, Map<String, Object> parameters) implements Plan {}
}
