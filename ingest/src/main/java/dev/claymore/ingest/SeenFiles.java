package dev.claymore.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;

/**
 * The batches of segments that are loaded and deleted, one small file for each segment, so that a batch sent again after a restart is
 * still known. The oldest files go when the rest remembers enough.
 */
final class SeenFiles {

    private static final String SUFFIX = ".seen";
    private static final int HEADER_BYTES = 4;

    private final SpoolFiles files;
    private final int capacity;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long batches;

    SeenFiles(SpoolFiles files, int capacity) {
        this.files = files;
        this.capacity = capacity;
    }

    /** Adds what earlier processes have left, oldest first. A damaged file is passed over. */
    void load(SeenBatches seen) throws IOException {
        for (String name : files.list().stream().sorted().toList()) {
            if (name.endsWith(SUFFIX)) {
                long[] keys = read(name);
                for (int i = 0; i + 1 < keys.length; i += 2) {
                    seen.add(keys[i], keys[i + 1]);
                }
                keep(name, keys.length / 2);
            }
        }
    }

    /** Keeps the batches of a segment; durable when this returns. */
    void save(Segment segment) throws IOException {
        long[] keys = segment.keys();
        if (keys.length == 0) {
            return;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + keys.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(HEADER_BYTES);
        bytes.asLongBuffer().put(keys);
        bytes.putInt(0, crc(bytes.array()));
        String name = segment.name().replace(SegmentFormat.SUFFIX, SUFFIX);
        files.delete(name);
        try (SpoolFiles.Appender file = files.create(name)) {
            file.write(bytes.rewind());
            file.force();
        }
        files.forceDirectory();
        keep(name, keys.length / 2);
    }

    private void keep(String name, int count) throws IOException {
        kept.addLast(new Kept(name, count));
        batches += count;
        while (batches - kept.getFirst().count() >= capacity) {
            Kept oldest = kept.removeFirst();
            batches -= oldest.count();
            files.delete(oldest.name());
        }
    }

    private long[] read(String name) throws IOException {
        try (SpoolFiles.Reader file = files.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size()).order(ByteOrder.LITTLE_ENDIAN);
            file.read(bytes, 0);
            if (bytes.capacity() < HEADER_BYTES || bytes.getInt(0) != crc(bytes.array())) {
                return new long[0];
            }
            long[] keys = new long[(bytes.capacity() - HEADER_BYTES) / Long.BYTES];
            bytes.position(HEADER_BYTES).asLongBuffer().get(keys);
            return keys;
        }
    }

    private static int crc(byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(file, HEADER_BYTES, file.length - HEADER_BYTES);
        return (int) crc.getValue();
    }

    private record Kept(String name, int count) {}
}
