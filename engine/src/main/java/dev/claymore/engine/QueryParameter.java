package dev.claymore.engine;

/**
 * A value for a {@code {name:Type}} placeholder.
 *
 * @param name name of the placeholder
 * @param value the value as ClickHouse's escaped text: backslash, tab and newline escaped, NULL is {@code \N}
 */
record QueryParameter(String name, String value) {}
