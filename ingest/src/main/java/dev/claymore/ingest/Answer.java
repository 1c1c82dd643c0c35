package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;

/** What is said to the sender of a batch. The body is JSON in UTF-8. */
public sealed interface Answer {

    int status();

    byte[] body();

    /** Every event was stored durably or is named in the answer. */
    @SuppressWarnings("ArrayRecordComponent") // Written once, read by the server.
    record Accepted(int accepted, int rejected, byte[] body) implements Answer {
        @Override
        public int status() {
            return 200;
        }
    }

    /** Nothing of the batch was stored, and the same batch will be refused again. */
    record Rejected(Problem problem, String message) implements Answer {
        @Override
        public int status() {
            return problem.status();
        }

        @Override
        public byte[] body() {
            return error(problem, message);
        }
    }

    /** Nothing of the batch was stored; the same batch is welcome after {@code retryAfterSeconds} ({@code Retry-After}). */
    record Overloaded(Problem problem, String message, long retryAfterSeconds) implements Answer {
        @Override
        public int status() {
            return problem.status();
        }

        @Override
        public byte[] body() {
            return error(problem, message);
        }
    }

    private static byte[] error(Problem problem, String message) {
        StringBuilder json = new StringBuilder("{\"error\":{\"code\":\"")
                .append(problem.code())
                .append("\",\"message\":");
        JsonOut.string(json, message);
        return json.append(",\"retryable\":")
                .append(problem.retryable())
                .append("}}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
