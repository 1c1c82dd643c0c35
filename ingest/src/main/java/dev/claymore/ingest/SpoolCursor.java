package dev.claymore.ingest;

import java.io.IOException;

/** Reads the spool in order, record by record, as far as it is durable. For the loader's thread alone. */
final class SpoolCursor implements AutoCloseable {

    private final Spool spool;
    private Segment segment;
    private SegmentReader reader;
    private long next;
    private long skipped;

    SpoolCursor(Spool spool, long next) {
        this.spool = spool;
        this.next = next;
    }

    /** Number of the record that would come next. */
    long next() {
        return next;
    }

    /** Bytes that were passed over because they are damaged. */
    long skippedBytes() {
        return skipped;
    }

    /** Goes back or forward to a record. */
    void seek(long sequence) {
        close();
        next = sequence;
    }

    /** The next record, or null when there is none yet. */
    SegmentReader.Entry read() throws IOException {
        while (true) {
            if (segment == null) {
                segment = spool.segmentFrom(next);
                if (segment == null) {
                    return null;
                }
                reader = spool.read(segment, segment.dataStart());
            }
            boolean complete = segment.sealed();
            switch (reader.next(segment.end())) {
                case SegmentReader.Entry entry when entry.sequence() < next -> {}
                case SegmentReader.Entry entry -> {
                    next = entry.sequence() + 1;
                    return entry;
                }
                case SegmentReader.Damage damage -> skipped += damage.to() - damage.from();
                case SegmentReader.End end -> {
                    if (!complete) {
                        return null;
                    }
                    skipped += end.limit() - end.tail();
                    long behind = Math.max(next, segment.nextSequence());
                    close();
                    next = behind;
                }
            }
        }
    }

    /** Columns of the record read last. */
    String columns() {
        return segment.columns();
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException onlyRead) {
                // Nothing is lost by it.
            }
        }
        reader = null;
        segment = null;
    }
}
