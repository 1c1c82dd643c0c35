package dev.claymore.analyst;

/**
 * One of several readings.
 *
 * @param question can be asked instead, and has this reading only
 */
public record Choice(String label, String question) {}
