package dev.claymore.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads a segment record by record up to a limit. Behind damage it goes on at the next whole record. Not for several threads. */
final class SegmentReader implements Closeable {

    private static final int CHUNK_BYTES = 1 << 20;

    private final SpoolFiles.Reader file;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[CHUNK_BYTES];
    private long bufferStart;
    private int buffered;
    private long position;

    SegmentReader(SpoolFiles.Reader file, long position) {
        this.file = file;
        this.position = position;
        bufferStart = position;
    }

    /** Where the next record begins. */
    long position() {
        return position;
    }

    /** What comes next before {@code limit}: a record, damage with a record behind it, or the end (damage that nothing follows included). */
    Step next(long limit) throws IOException {
        Entry entry = entryAt(position, limit);
        if (entry != null) {
            position = entry.end();
            return entry;
        }
        if (position >= limit) {
            return new End(position, limit);
        }
        long from = position;
        long found = search(from + 1, limit);
        if (found < 0) {
            return new End(from, limit);
        }
        position = found;
        return new Damage(from, found);
    }

    private Entry entryAt(long at, long limit) throws IOException {
        if (at + SegmentFormat.FRAME_BYTES > limit || !load(at, SegmentFormat.FRAME_BYTES)) {
            return null;
        }
        int offset = (int) (at - bufferStart);
        if (!SegmentFormat.isFrame(buffer, offset)) {
            return null;
        }
        ByteBuffer frame = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        int length = frame.getInt(offset + 4);
        long sequence = frame.getLong(offset + 8);
        int expected = frame.getInt(offset + 16);
        if (at + SegmentFormat.FRAME_BYTES + length > limit || !load(at, SegmentFormat.FRAME_BYTES + length)) {
            return null;
        }
        offset = (int) (at - bufferStart) + SegmentFormat.FRAME_BYTES;
        crc.reset();
        crc.update(buffer, offset, length);
        if ((int) crc.getValue() != expected) {
            return null;
        }
        return new Entry(
                sequence,
                at,
                at + SegmentFormat.FRAME_BYTES + length,
                Arrays.copyOfRange(buffer, offset, offset + length));
    }

    private long search(long from, long limit) throws IOException {
        for (long at = from; at + SegmentFormat.FRAME_BYTES <= limit; at++) {
            if (!load(at, SegmentFormat.FRAME_BYTES)) {
                return -1;
            }
            if (buffer[(int) (at - bufferStart)] == (byte) SegmentFormat.FRAME_MAGIC && entryAt(at, limit) != null) {
                return at;
            }
        }
        return -1;
    }

    /** Has {@code [at, at + length)} in the buffer, or returns false when the file is shorter. */
    private boolean load(long at, int length) throws IOException {
        if (at >= bufferStart && at + length <= bufferStart + buffered) {
            return true;
        }
        if (length > buffer.length) {
            buffer = new byte[length];
        } else if (buffer.length > CHUNK_BYTES && length <= CHUNK_BYTES) {
            buffer = new byte[CHUNK_BYTES];
        }
        bufferStart = at;
        buffered = file.read(ByteBuffer.wrap(buffer), at);
        return buffered >= length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    sealed interface Step {}

    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Entry(long sequence, long start, long end, byte[] payload) implements Step {}

    record Damage(long from, long to) implements Step {}

    /** @param tail nothing between it and the limit is a record; equal to the limit when all is well */
    record End(long tail, long limit) implements Step {
        boolean torn() {
            return tail < limit;
        }
    }
}
