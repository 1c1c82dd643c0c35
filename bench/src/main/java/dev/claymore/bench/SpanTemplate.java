package dev.claymore.bench;

import com.google.protobuf.ByteString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A request of OTLP whose ids and times are written in just before it is sent, so that a batch costs the load generator microseconds. While
 * it is built they are placeholders, which are found again in the finished bytes.
 */
final class SpanTemplate {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int TRACE = 0x436C7954;
    private static final int SPAN = 0x436C7953;
    private static final int TIME = 0x7E57434C;

    private final byte[] bytes;
    private int[] traces = new int[1024];
    private int[] spans = new int[1024];
    private int[] times = new int[1024];
    private int traceCount;
    private int spanCount;
    private int timeCount;

    /** @param request with placeholders where its ids and times belong */
    SpanTemplate(byte[] request) {
        bytes = request;
        for (int at = 0; at + 8 <= bytes.length; at++) {
            long word = (long) LONGS.get(bytes, at);
            int high = (int) (word >>> 32);
            if (high == TRACE) {
                traces = put(traces, traceCount, at, (int) word);
                traceCount += 2;
            } else if (high == SPAN) {
                spans = put(spans, spanCount, at, (int) word);
                spanCount += 2;
            } else if (Integer.reverseBytes((int) word) == TIME) {
                times = put(times, timeCount, at, Integer.reverseBytes(high));
                timeCount += 2;
            }
        }
    }

    private static int[] put(int[] pairs, int size, int at, int value) {
        int[] grown = size + 2 > pairs.length ? Arrays.copyOf(pairs, pairs.length * 2) : pairs;
        grown[size] = at;
        grown[size + 1] = value;
        return grown;
    }

    /** Placeholder of a trace id. */
    static ByteString trace(int index) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putInt(TRACE).putInt(index).array());
    }

    /** Placeholder of a span id. */
    static ByteString span(int index) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(8).putInt(SPAN).putInt(index).array());
    }

    /** Placeholder of a time, so many microseconds after the batch's; below half an hour. */
    static long time(int micros) {
        return (long) TIME << 32 | micros;
    }

    int size() {
        return bytes.length;
    }

    /**
     * Writes the request with the ids of a batch.
     *
     * @param nanos time of the batch since the epoch
     * @param target of the template's size
     */
    void fill(SpanIds ids, int batch, long nanos, byte[] target) {
        System.arraycopy(bytes, 0, target, 0, bytes.length);
        for (int i = 0; i < traceCount; i += 2) {
            LONGS.set(target, traces[i], ids.traceHigh(batch, traces[i + 1]));
            LONGS.set(target, traces[i] + 8, ids.traceLow(batch, traces[i + 1]));
        }
        for (int i = 0; i < spanCount; i += 2) {
            LONGS.set(target, spans[i], ids.span(batch, spans[i + 1]));
        }
        for (int i = 0; i < timeCount; i += 2) {
            LITTLE.set(target, times[i], nanos + times[i + 1] * 1_000L);
        }
    }
}
