package dev.claymore.analyst;

/**
 * What some words do not stand for.
 *
 * @param from first character in the question
 * @param to the character after its last one
 */
record Barred(String kind, String arg, int from, int to) {

    /** @param item placed by characters */
    static Barred of(Item item) {
        return new Barred(item.kind(), item.arg(), item.from(), item.to());
    }
}
