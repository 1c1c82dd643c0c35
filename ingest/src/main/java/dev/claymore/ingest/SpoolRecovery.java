package dev.claymore.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what a crash has left: every whole record is kept, a torn tail is passed over, damage with records behind it is copied aside, and
 * what may be lost is counted. Changes nothing that a second recovery would need.
 */
final class SpoolRecovery {

    static final String QUARANTINE_SUFFIX = ".quarantine";

    private final SpoolFiles files;
    private final String currentColumns;
    private final SeenBatches seen;
    private final List<Segment> segments = new ArrayList<>();
    private final Set<Long> repeated = new HashSet<>();
    private final long loadedBelow;
    private long records;
    private long loaded;
    private long lostRecords;
    private long quarantinedBytes;
    private long tornBytes;
    private int damagedHeaders;

    /** @param loadedBelow numbers of records below this are in the database already */
    SpoolRecovery(SpoolFiles files, String currentColumns, SeenBatches seen, long loadedBelow) {
        this.loadedBelow = loadedBelow;
        this.files = files;
        this.currentColumns = currentColumns;
        this.seen = seen;
    }

    void run() throws IOException {
        String columns = currentColumns;
        for (String name : files.list().stream().sorted().toList()) {
            if (SegmentFormat.isSegment(name)) {
                columns = recover(name, columns);
            }
        }
    }

    List<Segment> segments() {
        return segments;
    }

    /** Numbers of records whose batch is in an earlier record too. */
    Set<Long> repeated() {
        return repeated;
    }

    Report report() {
        return new Report(records, loaded, lostRecords, quarantinedBytes, tornBytes, damagedHeaders);
    }

    private String recover(String name, String columnsBefore) throws IOException {
        SpoolFiles.Reader file = files.open(name);
        try (SegmentReader reader = reader(name, file, columnsBefore)) {
            // What a killed process wrote is readable but perhaps not yet durable; it is about to count as seen.
            file.force();
            Segment segment = segments.getLast();
            long size = file.size();
            long expected = segment.firstSequence();
            boolean damaged = false;
            while (true) {
                switch (reader.next(size)) {
                    case SegmentReader.Entry entry -> {
                        if (entry.sequence() < expected) {
                            // What the disk held before the segment did: a crash of the system may show it at a file's
                            // end.
                            tornBytes += entry.end() - entry.start();
                            continue;
                        }
                        if (damaged) {
                            lostRecords += entry.sequence() - expected;
                        }
                        damaged = false;
                        expected = entry.sequence() + 1;
                        segment.durable(entry.end(), expected);
                        remember(segment, entry);
                    }
                    case SegmentReader.Damage damage -> {
                        damaged = true;
                        quarantine(name, file, damage);
                    }
                    case SegmentReader.End end -> {
                        tornBytes += end.limit() - end.tail();
                        segment.seal();
                        return segment.columns();
                    }
                }
            }
        }
    }

    private SegmentReader reader(String name, SpoolFiles.Reader file, String columnsBefore) throws IOException {
        SegmentFormat.Header header = SegmentFormat.readHeader(file);
        if (header == null) {
            // Records may be whole all the same; their rows are most likely encoded as those of the segment before.
            damagedHeaders++;
            segments.add(new Segment(name, SegmentFormat.firstSequence(name), 0, columnsBefore));
            return new SegmentReader(file, 0);
        }
        segments.add(new Segment(name, SegmentFormat.firstSequence(name), header.bytes(), header.columns()));
        return new SegmentReader(file, header.bytes());
    }

    private void remember(Segment segment, SegmentReader.Entry entry) {
        if (entry.sequence() < loadedBelow) {
            loaded++;
        } else {
            records++;
        }
        UUID key = SpoolRecord.key(entry.payload());
        if (key == null) {
            return;
        }
        long high = key.getMostSignificantBits();
        long low = key.getLeastSignificantBits();
        if (seen.contains(high, low)) {
            repeated.add(entry.sequence());
        } else {
            seen.add(high, low);
            segment.addKeys(new long[] {high, low}, 2);
        }
    }

    private void quarantine(String name, SpoolFiles.Reader file, SegmentReader.Damage damage) throws IOException {
        quarantinedBytes += damage.to() - damage.from();
        String copy = String.format("%s-%d%s", name, damage.from(), QUARANTINE_SUFFIX);
        if (files.list().contains(copy)) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(damage.to() - damage.from(), 64 << 20));
        file.read(bytes, damage.from());
        try (SpoolFiles.Appender aside = files.create(copy)) {
            aside.write(bytes.flip());
            aside.force();
        }
    }

    /**
     * What was found at start.
     *
     * @param records that wait to be loaded
     * @param loaded records that are loaded already, in a segment that is not
     * @param lostRecords records missing before one that was readable again: acknowledged perhaps, and gone
     * @param tornBytes behind the last whole record of a segment: written, never acknowledged
     */
    record Report(
            long records, long loaded, long lostRecords, long quarantinedBytes, long tornBytes, int damagedHeaders) {

        boolean damaged() {
            return quarantinedBytes > 0 || damagedHeaders > 0;
        }
    }
}
