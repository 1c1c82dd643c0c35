package dev.claymore.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives errors whose cause is known the fingerprint of that in place of the one of their message. One that the sender has chosen stays. For
 * one thread.
 */
final class ErrorRegrouping {

    /** An event's tag with the debug ids of the scripts in its stack, with blanks between them. */
    static final String DEBUG_IDS = "debugId";

    /** Maps are read for it; a batch of events does not wait longer, what is left then keeps the fingerprint of its message. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final byte[] ERROR = {5, 'e', 'r', 'r', 'o', 'r'};

    private final ErrorCauses causes;
    private final int projectId;
    private final int type;
    private final int errorType;
    private final int errorStack;
    private final int fingerprint;
    private final int release;
    private final int tags;
    private long spentNanos;

    private ErrorRegrouping(ErrorCauses causes, List<String> names) {
        this.causes = causes;
        projectId = names.indexOf("projectId");
        type = names.indexOf("type");
        errorType = names.indexOf("errorType");
        errorStack = names.indexOf("errorStack");
        fingerprint = names.indexOf("errorFingerprint");
        release = names.indexOf("release");
        tags = names.indexOf("tags");
    }

    /** Null where there is nothing to do: for rows that are no events, and when no cause will be known. */
    static ErrorRegrouping of(ErrorCauses causes, List<Layout.Column> columns) {
        List<String> names = columns.stream().map(Layout.Column::name).toList();
        return !causes.equals(ErrorCauses.NONE) && names.contains("errorFingerprint") && names.contains("tags")
                ? new ErrorRegrouping(causes, names)
                : null;
    }

    /** Number of the column that changes. */
    int column() {
        return fingerprint;
    }

    /** From here on the rows are of another batch. */
    void begin() {
        spentNanos = 0;
    }

    /**
     * The fingerprint of a row, or null when it keeps its own.
     *
     * @param starts where the row's columns begin
     */
    byte[] of(byte[] row, int[] starts) {
        if (!Arrays.equals(row, starts[type], starts[type] + ERROR.length, ERROR, 0, ERROR.length)
                || row[starts[errorStack]] == 0
                || spentNanos > MAX_NANOS
                || !text(row, starts[fingerprint]).equals(Fingerprint.of(row, starts[errorType], starts[errorStack]))) {
            return null;
        }
        long began = System.nanoTime();
        String cause = causes.of(new ErrorCauses.Thrown(
                text(row, starts[projectId]),
                text(row, starts[release]),
                debugIds(row, starts[tags]),
                text(row, starts[errorType]),
                text(row, starts[errorStack])));
        spentNanos += System.nanoTime() - began;
        return cause.isEmpty() ? null : cause.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> debugIds(byte[] row, int at) {
        ByteBuffer tag = ByteBuffer.wrap(row).position(at);
        for (int left = RowText.varint(tag); left > 0; left--) {
            String key = RowText.text(tag);
            String value = RowText.text(tag);
            if (key.equals(DEBUG_IDS)) {
                return List.of(value.strip().split("\\s+"));
            }
        }
        return List.of();
    }

    private static String text(byte[] row, int at) {
        return RowText.text(ByteBuffer.wrap(row).position(at));
    }
}
