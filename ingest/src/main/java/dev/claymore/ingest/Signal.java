package dev.claymore.ingest;

/** What OpenTelemetry sends; the number stands in the spool. */
public enum Signal {
    TRACES(1),
    LOGS(2),
    METRICS(3);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** @throws IllegalArgumentException when there is none of this number */
    static Signal of(int number) {
        for (Signal signal : values()) {
            if (signal.number == number) {
                return signal;
            }
        }
        throw new IllegalArgumentException("a signal of number " + number);
    }
}
