package dev.claymore.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What keeps those behind it from getting on: rows that ClickHouse refuses for no fault of one of them, a batch's of one table as a segment
 * {@code <token>.aside}, and records that cannot be turned into rows, each as such a segment; and why in {@code <token>.reason}. They are tried
 * again from time to time and at each start, under the token they had. For the loader's threads.
 */
final class SetAside {

    static final String SUFFIX = ".aside";
    private static final String REASON_SUFFIX = ".reason";
    /** With more of them it is not the batches' fault, and those to come are better kept in the spool. */
    private static final int MAX_BATCHES = 16;

    private final SpoolFiles files;
    private final Telemetry telemetry;
    private volatile int count;

    SetAside(SpoolFiles files, Telemetry telemetry) throws IOException {
        this.files = files;
        this.telemetry = telemetry;
        count = tokens().size();
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count >= MAX_BATCHES;
    }

    List<String> tokens() throws IOException {
        return files.list().stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .sorted()
                .toList();
    }

    /** Keeps what of the batch is not inserted yet, and enters in its ledger that it is; durable when this returns. */
    void put(LoadBatch batch, String token, String reason, Instant now) throws IOException {
        for (Layout layout : Layout.values()) {
            if (!batch.isDone(layout)) {
                write(token + "-" + layout.table(), reason, now, segment(batch, layout));
            }
        }
        files.forceDirectory();
        for (Layout layout : Layout.values()) {
            if (!batch.isDone(layout)) {
                batch.records().forEach(record -> enter(batch, record, layout));
                batch.done(layout);
            }
        }
        count = tokens().size();
    }

    /** Keeps a record as it is, with what its ledger says; durable when this returns. */
    void put(byte[] record, String columns, String token, String reason, Instant now) throws IOException {
        write(token, reason, now, segment(SegmentFormat.header(0, columns), List.of(ByteBuffer.wrap(record))));
        files.forceDirectory();
        count = tokens().size();
    }

    private static void enter(LoadBatch batch, SpoolRecord record, Layout layout) {
        int rows = record.rows(layout).count();
        if (rows > 0) {
            long minute = LoadBatch.minute(record.receivedAt());
            batch.enter(new LoadBatch.LedgerLine(record.projectId(), minute, LedgerCount.STORED, ""), -rows, 0);
            batch.enter(new LoadBatch.LedgerLine(record.projectId(), minute, LedgerCount.SET_ASIDE, ""), rows, 0);
        }
    }

    private void write(String token, String reason, Instant now, ByteBuffer segment) throws IOException {
        write(token + REASON_SUFFIX, ByteBuffer.wrap((now + " " + reason + "\n").getBytes(StandardCharsets.UTF_8)));
        write(token + SUFFIX, segment);
    }

    private void write(String name, ByteBuffer bytes) throws IOException {
        files.delete(name);
        try (SpoolFiles.Appender file = files.create(name)) {
            file.write(bytes);
            file.force();
        }
    }

    private static ByteBuffer segment(LoadBatch batch, Layout layout) {
        List<ByteBuffer> payloads = new ArrayList<>();
        for (SpoolRecord record : batch.records()) {
            if (record.rows(layout).count() > 0) {
                RowBuffer payload = payload(record, layout);
                payloads.add(ByteBuffer.wrap(payload.array(), 0, payload.size()));
            }
        }
        return segment(SegmentFormat.header(0, batch.columns()), payloads);
    }

    private static ByteBuffer segment(ByteBuffer header, List<ByteBuffer> payloads) {
        int size = header.remaining();
        for (ByteBuffer payload : payloads) {
            size += SegmentFormat.FRAME_BYTES + payload.remaining();
        }
        ByteBuffer segment =
                ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(header);
        for (int i = 0; i < payloads.size(); i++) {
            ByteBuffer payload = payloads.get(i);
            CRC32C crc = new CRC32C();
            crc.update(payload.duplicate());
            SegmentFormat.frame(segment, i, payload.remaining(), (int) crc.getValue());
            segment.put(payload);
        }
        return segment.flip();
    }

    /** The rows, and the ledger's lines for the day they are stored after all. */
    private static RowBuffer payload(SpoolRecord record, Layout layout) {
        SpoolRecord.Rows rows = record.rows(layout);
        RowIndex index = new RowIndex();
        for (int length : rows.lengths()) {
            index.add(length);
        }
        List<LedgerCount> lines = List.of(
                new LedgerCount(LedgerCount.STORED, "", rows.count(), 0),
                new LedgerCount(LedgerCount.SET_ASIDE, "", -rows.count(), 0));
        RowBuffer payload = new RowBuffer(rows.bytes() + 256);
        SpoolRecord.writeTableHead(payload, record.receivedAt(), record.projectId(), lines, layout, index);
        return payload.raw(rows.payload(), rows.start(), rows.end());
    }

    /** The batch's own token, which those of its tables begin with. */
    static String batchToken(String token) {
        for (Layout layout : Layout.values()) {
            if (token.endsWith("-" + layout.table())) {
                return token.substring(0, token.length() - layout.table().length() - 1);
            }
        }
        return token;
    }

    /** Reads a batch back; null when nothing of it can be read. */
    LoadBatch read(String token) throws IOException {
        try (SpoolFiles.Reader file = files.open(token + SUFFIX)) {
            SegmentFormat.Header header = SegmentFormat.readHeader(file);
            if (header == null) {
                return null;
            }
            LoadBatch batch = new LoadBatch(header.columns());
            batch.ledgerToken(token + "-again");
            SegmentReader reader = new SegmentReader(file, header.bytes());
            SegmentReader.Step step = reader.next(file.size());
            while (!(step instanceof SegmentReader.End)) {
                if (step instanceof SegmentReader.Entry entry) {
                    batch.add(SpoolRecord.read(entry.payload(), telemetry), entry.payload().length);
                }
                step = reader.next(file.size());
            }
            return batch;
        }
    }

    void remove(String token) throws IOException {
        files.delete(token + SUFFIX);
        files.delete(token + REASON_SUFFIX);
        files.forceDirectory();
        count = tokens().size();
    }
}
