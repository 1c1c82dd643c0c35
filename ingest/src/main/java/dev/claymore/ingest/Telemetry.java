package dev.claymore.ingest;

import java.util.Map;

/**
 * What the pipeline has to know of OpenTelemetry, so that it need not know its formats: a body is checked when it arrives and kept as it
 * came, and becomes rows on its way to the database. Safe for many threads.
 */
public interface Telemetry {

    /** Where nothing of the kind is taken. */
    Telemetry NONE = new Telemetry() {
        @Override
        public Checked check(Signal signal, boolean json, byte[] body, int length, long receivedAt)
                throws BadTelemetry {
            throw new BadTelemetry("OpenTelemetry is not taken here");
        }

        @Override
        public void rows(
                Signal signal, byte[] body, int from, int to, String projectId, long receivedAt, TelemetryRows rows) {
            throw new IllegalArgumentException("a record of OpenTelemetry");
        }
    };

    /**
     * Reads the whole body.
     *
     * @param json whether it is OTLP/JSON, else it is protobuf
     * @param receivedAt epoch milliseconds
     * @throws BadTelemetry when it is none, saying what is wrong and where
     */
    Checked check(Signal signal, boolean json, byte[] body, int length, long receivedAt) throws BadTelemetry;

    /**
     * Turns what {@link #check} has returned into rows; the same bytes always become the same rows.
     *
     * @param receivedAt as it was checked with; the time of what does not say its own
     */
    void rows(Signal signal, byte[] body, int from, int to, String projectId, long receivedAt, TelemetryRows rows);

    /**
     * @param body protobuf; the array that was given, or another
     * @param accepted spans, log records or data points that become rows
     * @param rejectedFor how many do not, by problem
     * @param reason why, empty when none is rejected
     * @param timed whether it says a time of its own, so that the same bytes again are the same request again
     */
    @SuppressWarnings("ArrayRecordComponent") // A view of a body; never compared.
    record Checked(
            byte[] body, int length, int accepted, Map<Problem, Integer> rejectedFor, String reason, boolean timed) {

        int rejected() {
            return rejectedFor.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** A body that will be refused again. */
    final class BadTelemetry extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        public BadTelemetry(String message) {
            this(Problem.INVALID_OTLP, message);
        }

        public BadTelemetry(Problem problem, String message) {
            super(message);
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }
}
