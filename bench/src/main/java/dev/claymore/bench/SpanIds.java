package dev.claymore.bench;

/**
 * Ids of spans and traces that look like random ones and follow from the number of the batch, so that nobody has to remember millions of
 * them: the same salt, batch and index give the same id, others never (the mixing is a bijection of 64 bits).
 */
record SpanIds(long salt) {

    /** A batch has fewer spans than this. */
    static final int MAX_PER_BATCH = 1 << 12;

    long span(int batch, int index) {
        return mix(salt + number(batch, index));
    }

    long traceHigh(int batch, int trace) {
        return mix(~salt + number(batch, trace));
    }

    long traceLow(int batch, int trace) {
        return mix(Long.rotateLeft(salt, 32) + number(batch, trace));
    }

    private static long number(int batch, int index) {
        return (long) batch * MAX_PER_BATCH + index;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
