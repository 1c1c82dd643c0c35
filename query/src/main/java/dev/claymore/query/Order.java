package dev.claymore.query;

/** @param field a metric, a dimension or {@code time} of the query it stands in */
public record Order(String field, boolean descending) {}
