package dev.claymore.query.language;

/** A named part to be counted beside others; parts may overlap. */
public record Segment(String name, Condition where) {}
