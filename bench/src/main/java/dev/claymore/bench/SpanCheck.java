package dev.claymore.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Looks every acknowledged span up by its id, and every trace in the view behind the table; a sixteenth of the ids at a time, so that tens of
 * millions fit into memory.
 */
final class SpanCheck {

    private final ServerProcess server;
    private final SpanIds ids;
    private final SpanBodies bodies;
    private long missing;
    private long doubled;
    private long unknown;
    private long missingTraces;

    SpanCheck(ServerProcess server, SpanIds ids, SpanBodies bodies) {
        this.server = server;
        this.ids = ids;
        this.bodies = bodies;
    }

    /**
     * Prints a table and says whether all is well.
     *
     * @param acknowledged numbers of batches
     * @param lostRecords that the server has reported: so many batches may be missing
     */
    boolean compare(int[] acknowledged, long lostRecords) throws IOException, InterruptedException {
        for (int part = 0; part < 16; part++) {
            String digit = Integer.toHexString(part);
            spans(acknowledged, part, digit);
            traces(acknowledged, part, digit);
        }
        long spans = (long) acknowledged.length * bodies.size();
        long rows = Long.parseLong(server.query("SELECT count() FROM otel_traces"));
        long ledger = Long.parseLong(
                server.query("SELECT toInt64(sum(events)) FROM ledger WHERE outcome = 'stored' SETTINGS final = 0"));
        System.out.printf(
                "%n| | |%n|---|---|%n| acknowledged spans | %,d |%n| missing | %d |%n| doubled | %d |%n| spans nobody was"
                        + " told of | %d |%n| rows of otel_traces; stored, as the ledger counts | %,d; %,d |%n| acknowledged"
                        + " traces; missing in the view | %,d; %d |%n",
                spans,
                missing,
                doubled,
                unknown,
                rows,
                ledger,
                (long) acknowledged.length * bodies.traces(),
                missingTraces);
        return missing <= lostRecords * bodies.size()
                && missingTraces <= lostRecords * bodies.traces()
                && doubled == 0
                && unknown == 0
                && rows == spans - missing
                && ledger == rows;
    }

    private void spans(int[] acknowledged, int part, String digit) throws IOException, InterruptedException {
        long[] expected = expected(acknowledged, part, bodies.size(), ids::span);
        long[] found =
                words("SELECT reinterpretAsUInt64(reverse(unhex(SpanId))) FROM otel_traces WHERE startsWith(SpanId, '"
                        + digit + "') FORMAT RowBinary");
        int at = 0;
        for (int i = 0; i < found.length; i++) {
            if (i > 0 && found[i] == found[i - 1]) {
                doubled++;
                continue;
            }
            while (at < expected.length && expected[at] < found[i]) {
                missing++;
                at++;
            }
            if (at < expected.length && expected[at] == found[i]) {
                at++;
            } else {
                unknown++;
            }
        }
        missing += expected.length - at;
    }

    private void traces(int[] acknowledged, int part, String digit) throws IOException, InterruptedException {
        long[] expected = expected(acknowledged, part, bodies.traces(), ids::traceHigh);
        long[] found = words(
                "SELECT DISTINCT reinterpretAsUInt64(reverse(unhex(substring(TraceId, 1, 16)))) FROM otel_traces_trace_id_ts"
                        + " WHERE startsWith(TraceId, '" + digit + "') FORMAT RowBinary");
        for (long trace : expected) {
            missingTraces += Arrays.binarySearch(found, trace) < 0 ? 1 : 0;
        }
    }

    @FunctionalInterface
    private interface Id {
        long of(int batch, int index);
    }

    private static long[] expected(int[] acknowledged, int part, int perBatch, Id id) {
        return IntStream.of(acknowledged)
                .mapToObj(batch -> batch)
                .flatMapToLong(batch -> IntStream.range(0, perBatch).mapToLong(index -> id.of(batch, index)))
                .filter(value -> value >>> 60 == part)
                .sorted()
                .toArray();
    }

    private long[] words(String sql) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.wrap(server.queryBytes(sql)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() % Long.BYTES != 0) {
            throw new IOException("an answer that is not of words");
        }
        long[] words = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(words);
        Arrays.sort(words);
        return words;
    }
}
