package dev.claymore.server;

import dev.claymore.ingest.Answer;
import dev.claymore.ingest.RowBuffer;
import dev.claymore.ingest.Signal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a sender of OTLP is told, in the encoding of its request: the response message of the service, or a {@code google.rpc.Status}.
 *
 * @param httpStatus of those only 429 and 503 are to be tried again
 * @param grpcCode the canonical code that stands in the status
 * @param retryAfterSeconds set where the same body is welcome later
 */
record OtlpAnswer(int httpStatus, int grpcCode, String message, int rejected, Optional<Long> retryAfterSeconds) {

    private static final int OK = 0;
    private static final int INVALID_ARGUMENT = 3;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    static OtlpAnswer of(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted ->
                new OtlpAnswer(
                        200,
                        OK,
                        new String(accepted.body(), StandardCharsets.UTF_8),
                        accepted.rejected(),
                        Optional.empty());
            case Answer.Rejected rejected ->
                refused(rejected.status(), rejected.problem().code() + ": " + rejected.message(), Optional.empty());
            case Answer.Overloaded overloaded ->
                refused(
                        overloaded.status(),
                        overloaded.problem().code() + ": " + overloaded.message(),
                        Optional.of(overloaded.retryAfterSeconds()));
        };
    }

    static OtlpAnswer refused(int httpStatus, String message, Optional<Long> retryAfterSeconds) {
        int code = switch (httpStatus) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 408 -> DEADLINE_EXCEEDED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 503 -> UNAVAILABLE;
            default -> INVALID_ARGUMENT;
        };
        return new OtlpAnswer(httpStatus, code, message, 0, retryAfterSeconds);
    }

    boolean ok() {
        return grpcCode == OK;
    }

    byte[] body(Signal signal, boolean json) {
        return json ? Json.bytes(asJson(signal)) : ok() ? response() : status();
    }

    private Map<String, Object> asJson(Signal signal) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!ok()) {
            body.put("code", grpcCode);
            body.put("message", message);
        } else if (rejected > 0) {
            String counted = switch (signal) {
                case TRACES -> "rejectedSpans";
                case LOGS -> "rejectedLogRecords";
                case METRICS -> "rejectedDataPoints";
            };
            // A number of 64 bits is a string in the JSON of protobuf.
            body.put("partialSuccess", Map.of(counted, Integer.toString(rejected), "errorMessage", message));
        }
        return body;
    }

    /** ExportTraceServiceResponse and its sisters: partial_success = 1 with rejected_… = 1 and error_message = 2; empty when all is well. */
    byte[] response() {
        RowBuffer partial = new RowBuffer(64);
        if (rejected > 0) {
            partial.varint(1 << 3).varint(rejected).varint((2 << 3) | 2).string(message);
            return new RowBuffer(64)
                    .varint((1 << 3) | 2)
                    .varint(partial.size())
                    .raw(partial)
                    .toByteArray();
        }
        return new byte[0];
    }

    /** google.rpc.Status: code = 1, message = 2, details = 3, where RetryInfo says how long to wait. */
    byte[] status() {
        RowBuffer status = new RowBuffer(128)
                .varint(1 << 3)
                .varint(grpcCode)
                .varint((2 << 3) | 2)
                .string(message);
        retryAfterSeconds.ifPresent(seconds -> {
            RowBuffer delay = new RowBuffer(16).varint(1 << 3).varint(Math.toIntExact(seconds));
            RowBuffer info =
                    new RowBuffer(16).varint((1 << 3) | 2).varint(delay.size()).raw(delay);
            RowBuffer any = new RowBuffer(64)
                    .varint((1 << 3) | 2)
                    .string("type.googleapis.com/google.rpc.RetryInfo")
                    .varint((2 << 3) | 2)
                    .varint(info.size())
                    .raw(info);
            status.varint((3 << 3) | 2).varint(any.size()).raw(any);
        });
        return status.toByteArray();
    }
}
