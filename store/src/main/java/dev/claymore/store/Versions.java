package dev.claymore.store;

/** Versions of rows of which the newest one stands. */
final class Versions {

    private Versions() {}

    /**
     * The version of a row that replaces those there are, also after the clock was set back: the time it is given as {@code version}, or
     * one more than the last.
     *
     * @param key condition that finds the rows it replaces
     */
    static String next(String table, String key) {
        return "greatest({version:UInt64}, (SELECT max(version) + 1 FROM %s WHERE %s))".formatted(table, key);
    }
}
