package dev.claymore.ingest;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Gives errors whose cause is known the fingerprint of that in place of the one of their message. One that the sender has chosen stays. For
 * one thread.
 */
final class ErrorRegrouping {

    /** An event's tag with the debug ids of the scripts in its stack, with blanks between them. */
    private static final String DEBUG_IDS = "debugId";

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Maps are read for it. After so long the rest of a project's errors in a batch keep the fingerprint of their message. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final byte[] ERROR = {5, 'e', 'r', 'r', 'o', 'r'};

    private static final System.Logger LOG = System.getLogger(ErrorRegrouping.class.getName());

    private final ErrorCauses causes;
    private final int projectId;
    private final int type;
    private final int errorType;
    private final int errorMessage;
    private final int errorStack;
    private final int fingerprint;
    private final int release;
    private final int tags;
    private final Map<String, Long> spentNanos = new HashMap<>();

    private ErrorRegrouping(ErrorCauses causes, List<String> names) {
        this.causes = causes;
        projectId = names.indexOf("projectId");
        type = names.indexOf("type");
        errorType = names.indexOf("errorType");
        errorMessage = names.indexOf("errorMessage");
        errorStack = names.indexOf("errorStack");
        fingerprint = names.indexOf("errorFingerprint");
        release = names.indexOf("release");
        tags = names.indexOf("tags");
    }

    /** Null where there is nothing to do: for rows that are no events of today's form, and when no cause will be known. */
    static ErrorRegrouping of(ErrorCauses causes, List<Layout.Column> columns) {
        List<String> names = columns.stream().map(Layout.Column::name).toList();
        boolean events = columns.contains(new Layout.Column("errorFingerprint", "label")) && names.contains("tags");
        return events && !causes.equals(ErrorCauses.NONE) ? new ErrorRegrouping(causes, names) : null;
    }

    /** Number of the column that changes. */
    int column() {
        return fingerprint;
    }

    /** From here on the rows are of another batch. */
    void begin() {
        spentNanos.clear();
    }

    /**
     * The fingerprint of a row, or null when it keeps its own.
     *
     * @param starts where the row's columns begin
     */
    byte[] of(byte[] row, int[] starts) {
        if (!Arrays.equals(row, starts[type], starts[type] + ERROR.length, ERROR, 0, ERROR.length)
                || row[starts[errorStack]] == 0
                || !text(row, starts[fingerprint]).equals(Fingerprint.of(row, starts[errorType]))) {
            return null;
        }
        String project = text(row, starts[projectId]);
        if (spentNanos.getOrDefault(project, 0L) > MAX_NANOS) {
            return null;
        }
        long began = System.nanoTime();
        String cause = cause(new ErrorCauses.Thrown(
                project,
                text(row, starts[release]),
                debugIds(row, starts[tags]),
                text(row, starts[errorType]),
                text(row, starts[errorMessage]),
                text(row, starts[errorStack])));
        spentNanos.merge(project, System.nanoTime() - began, Long::sum);
        return cause.isEmpty() ? null : cause.getBytes(StandardCharsets.UTF_8);
    }

    /** Whatever goes wrong with a stack or a map, the event is loaded. */
    private String cause(ErrorCauses.Thrown error) {
        try {
            return causes.of(error);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "an error keeps the group of its message: its cause cannot be told", e);
            return "";
        }
    }

    private static List<String> debugIds(byte[] row, int at) {
        ByteBuffer tag = ByteBuffer.wrap(row).position(at);
        for (int left = RowText.varint(tag); left > 0; left--) {
            String key = RowText.text(tag);
            String value = RowText.text(tag);
            if (key.equals(DEBUG_IDS)) {
                return BLANKS.splitAsStream(value).filter(id -> !id.isEmpty()).toList();
            }
        }
        return List.of();
    }

    private static String text(byte[] row, int at) {
        return RowText.text(ByteBuffer.wrap(row).position(at));
    }
}
