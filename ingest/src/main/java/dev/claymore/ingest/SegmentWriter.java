package dev.claymore.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Appends groups of records and makes each durable. For the commit thread alone. */
final class SegmentWriter implements AutoCloseable {

    private final SpoolFiles files;
    private final String columns;
    private final long segmentBytes;
    private final Consumer<Segment> begun;
    private SpoolFiles.Appender file;
    private Segment segment;
    private Leftover leftover;

    /** @param begun told of each new segment as soon as its first group is durable */
    SegmentWriter(SpoolFiles files, String columns, long segmentBytes, Consumer<Segment> begun) {
        this.files = files;
        this.columns = columns;
        this.segmentBytes = segmentBytes;
        this.begun = begun;
    }

    /** When this returns the records survive a crash; when it throws none of them will be read. */
    Segment commit(ByteBuffer records, long firstSequence, long nextSequence) throws IOException {
        clean();
        if (segment != null && segment.end() + records.remaining() > segmentBytes) {
            close();
        }
        return segment == null
                ? commitToNew(records, firstSequence, nextSequence)
                : commitToCurrent(records, nextSequence);
    }

    private Segment commitToCurrent(ByteBuffer records, long nextSequence) throws IOException {
        long end = segment.end() + records.remaining();
        try {
            file.write(records);
            file.force();
        } catch (IOException failed) {
            // After a failed sync nobody knows what the disk holds: cut it back and never write to this file again.
            segment.seal();
            leftover = new Leftover(file, segment.end());
            segment = null;
            throw failed;
        }
        segment.durable(end, nextSequence);
        return segment;
    }

    private Segment commitToNew(ByteBuffer records, long firstSequence, long nextSequence) throws IOException {
        String name = SegmentFormat.name(firstSequence);
        ByteBuffer header = SegmentFormat.header(firstSequence, columns);
        Segment next = new Segment(name, firstSequence, header.remaining(), columns);
        long end = header.remaining() + (long) records.remaining();
        SpoolFiles.Appender created = files.create(name);
        try {
            created.write(header);
            created.write(records);
            created.force();
            files.forceDirectory();
        } catch (IOException failed) {
            leftover = new Leftover(created, 0);
            throw failed;
        }
        next.durable(end, nextSequence);
        file = created;
        segment = next;
        begun.accept(next);
        return next;
    }

    /**
     * Nothing is acknowledged before what a failed commit left behind is durably gone: a sender may have sent it again by then, and
     * recovery could not tell the two apart.
     */
    private void clean() throws IOException {
        if (leftover != null) {
            leftover.file().truncate(leftover.size());
            leftover.file().force();
            leftover.file().close();
            leftover = null;
        }
    }

    private record Leftover(SpoolFiles.Appender file, long size) {}

    /** Seals the segment being written, if any. */
    @Override
    public void close() {
        if (segment == null) {
            return;
        }
        segment.seal();
        segment = null;
        try {
            file.close();
        } catch (IOException alreadyDurable) {
            // Every acknowledged byte was forced; a failing close loses nothing.
        }
    }
}
