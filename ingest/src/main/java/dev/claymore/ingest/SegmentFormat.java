package dev.claymore.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A segment on disk, see {@code docs/formats/spool.md}: a header that names the columns of its rows, then records, each behind a frame of
 * {@value #FRAME_BYTES} bytes. All numbers are little-endian.
 */
final class SegmentFormat {

    static final String SUFFIX = ".segment";
    static final int FRAME_BYTES = 24;
    static final int FRAME_MAGIC = 0x59414C43;
    /** Bound of a record's payload: a body at its limit, twice as long as rows, and its index. */
    static final int MAX_PAYLOAD_BYTES = 160 << 20;

    private static final long MAGIC = 0x314C505359414C43L;
    private static final int HEADER_PREFIX_BYTES = 24;
    private static final int MAX_HEADER_BYTES = 1 << 16;

    private SegmentFormat() {}

    static String name(long firstSequence) {
        return String.format("%016x%s", firstSequence, SUFFIX);
    }

    static long firstSequence(String name) {
        return Long.parseUnsignedLong(name.substring(0, 16), 16);
    }

    static boolean isSegment(String name) {
        return name.matches("[0-9a-f]{16}\\" + SUFFIX);
    }

    static ByteBuffer header(long firstSequence, String columns) {
        byte[] text = columns.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header =
                ByteBuffer.allocate(HEADER_PREFIX_BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC)
                .putLong(firstSequence)
                .putInt(text.length)
                .putInt(0)
                .put(text);
        header.putInt(HEADER_PREFIX_BYTES - 4, headerCrc(header.array(), header.capacity()));
        return header.flip();
    }

    /** The header that the file begins with, or null when it is damaged. */
    static Header readHeader(SpoolFiles.Reader file) throws java.io.IOException {
        ByteBuffer prefix = ByteBuffer.allocate(HEADER_PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (file.read(prefix, 0) < HEADER_PREFIX_BYTES || prefix.getLong(0) != MAGIC) {
            return null;
        }
        int length = prefix.getInt(16);
        if (length < 0 || length > MAX_HEADER_BYTES) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.allocate(HEADER_PREFIX_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        if (file.read(whole, 0) < whole.capacity()) {
            return null;
        }
        int crc = whole.getInt(HEADER_PREFIX_BYTES - 4);
        whole.putInt(HEADER_PREFIX_BYTES - 4, 0);
        if (crc != headerCrc(whole.array(), whole.capacity())) {
            return null;
        }
        String columns = new String(whole.array(), HEADER_PREFIX_BYTES, length, StandardCharsets.UTF_8);
        return new Header(whole.capacity(), columns);
    }

    private static int headerCrc(byte[] header, int length) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, length);
        return (int) crc.getValue();
    }

    /** Writes the frame of a record; {@code target} is little-endian. */
    static void frame(ByteBuffer target, long sequence, int payloadBytes, int payloadCrc) {
        int start = target.position();
        target.putInt(FRAME_MAGIC).putInt(payloadBytes).putLong(sequence).putInt(payloadCrc);
        target.putInt(frameCrc(target.array(), target.arrayOffset() + start));
    }

    static boolean isFrame(byte[] bytes, int at) {
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = frame.getInt(at + 4);
        return frame.getInt(at) == FRAME_MAGIC
                && length >= 0
                && length <= MAX_PAYLOAD_BYTES
                && frame.getInt(at + FRAME_BYTES - 4) == frameCrc(bytes, at);
    }

    private static int frameCrc(byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, FRAME_BYTES - 4);
        return (int) crc.getValue();
    }

    /** @param bytes where the records begin */
    record Header(int bytes, String columns) {}
}
