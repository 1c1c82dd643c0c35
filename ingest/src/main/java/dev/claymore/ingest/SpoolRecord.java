package dev.claymore.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The payload of a record: one accepted batch as rows ready for the database, and what the ledger has to say of it. Format:
 * {@code docs/formats/spool.md}.
 */
record SpoolRecord(
        long receivedAt, UUID key, String projectId, List<LedgerCount> ledger, Map<Layout, SpoolRecord.Rows> tables) {

    /** Rows of events and of their recordings. */
    private static final int BATCH = 1;
    /** A body of OpenTelemetry, as it came. */
    private static final int TELEMETRY = 2;
    /** Rows of one table that is named. */
    private static final int TABLE = 3;

    private static final int PREFIX_BYTES = 25;
    private static final Rows NO_ROWS = new Rows(new byte[0], 0, new int[0]);

    /** Writes everything that stands before the rows. A batch without key has none. */
    static void writeHead(
            RowBuffer head,
            long receivedAt,
            UUID key,
            String projectId,
            List<LedgerCount> ledger,
            RowIndex events,
            RowIndex replay) {
        begin(head, BATCH, receivedAt, key, projectId, ledger);
        events.write(head);
        replay.write(head);
    }

    /** Writes everything that stands before the body. */
    static void writeTelemetryHead(
            RowBuffer head, long receivedAt, UUID key, String projectId, List<LedgerCount> ledger, Signal signal) {
        begin(head, TELEMETRY, receivedAt, key, projectId, ledger);
        head.int8(signal.number());
    }

    /** Writes everything that stands before the rows of one table. */
    static void writeTableHead(
            RowBuffer head, long receivedAt, String projectId, List<LedgerCount> ledger, Layout layout, RowIndex rows) {
        begin(head, TABLE, receivedAt, null, projectId, ledger);
        text(head, layout.table());
        rows.write(head);
    }

    private static void begin(
            RowBuffer head, int version, long receivedAt, UUID key, String projectId, List<LedgerCount> ledger) {
        head.clear();
        head.int8(version).int64(receivedAt);
        head.int64(key == null ? 0 : key.getMostSignificantBits());
        head.int64(key == null ? 0 : key.getLeastSignificantBits());
        text(head, projectId);
        head.int32(ledger.size());
        for (LedgerCount count : ledger) {
            text(head, count.outcome());
            text(head, count.code());
            head.int64(count.events()).int64(count.bytes());
        }
    }

    /** Arrival, epoch milliseconds; 0 when the payload is too short to say. */
    static long receivedAt(byte[] payload) {
        return payload.length < PREFIX_BYTES
                ? 0
                : ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong(1);
    }

    /** The batch's fingerprint, or null. */
    static UUID key(byte[] payload) {
        if (payload.length < PREFIX_BYTES || payload[0] < BATCH || payload[0] > TABLE) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        long high = bytes.getLong(9);
        long low = bytes.getLong(17);
        return high == 0 && low == 0 ? null : new UUID(high, low);
    }

    /** As below, where there is no telemetry. */
    static SpoolRecord read(byte[] payload) {
        return read(payload, Telemetry.NONE);
    }

    /** @throws IllegalArgumentException when the payload is none, though its checksum is right */
    static SpoolRecord read(byte[] payload, Telemetry telemetry) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
            int version = bytes.get();
            long receivedAt = bytes.getLong();
            bytes.position(PREFIX_BYTES);
            String projectId = text(bytes);
            int count = bytes.getInt();
            List<LedgerCount> ledger = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ledger.add(new LedgerCount(text(bytes), text(bytes), bytes.getLong(), bytes.getLong()));
            }
            Map<Layout, Rows> tables = switch (version) {
                case BATCH -> {
                    int[] events = RowIndex.read(bytes);
                    int[] replay = RowIndex.read(bytes);
                    Rows eventRows = new Rows(payload, bytes.position(), events);
                    Rows replayRows = filling(new Rows(payload, eventRows.end(), replay));
                    yield new EnumMap<>(Map.of(Layout.EVENTS, eventRows, Layout.REPLAY, replayRows));
                }
                case TELEMETRY -> {
                    Signal signal = Signal.of(bytes.get());
                    TelemetryRows rows = new TelemetryRows();
                    telemetry.rows(signal, payload, bytes.position(), payload.length, projectId, receivedAt, rows);
                    yield rows.take();
                }
                case TABLE -> {
                    Layout layout = Layout.of(text(bytes));
                    int[] rows = RowIndex.read(bytes);
                    yield new EnumMap<>(Map.of(layout, filling(new Rows(payload, bytes.position(), rows))));
                }
                default -> throw new IllegalArgumentException("a record of version " + version);
            };
            return new SpoolRecord(receivedAt, key(payload), projectId, ledger, tables);
        } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("a record that ends too early", e);
        }
    }

    private static Rows filling(Rows last) {
        if (last.end() != last.payload().length) {
            throw new IllegalArgumentException("a record whose rows do not fill it");
        }
        return last;
    }

    Rows rows(Layout layout) {
        return tables.getOrDefault(layout, NO_ROWS);
    }

    /** Bytes of all its rows. */
    int bytes() {
        int sum = 0;
        for (Rows rows : tables.values()) {
            sum += rows.bytes();
        }
        return sum;
    }

    private static void text(RowBuffer head, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head.int16(bytes.length).raw(bytes, 0, bytes.length);
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[Short.toUnsignedInt(bytes.getShort())];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /**
     * Rows of one table inside a payload.
     *
     * @param lengths of each row in bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Slices of one payload; never compared.
    record Rows(byte[] payload, int start, int[] lengths) {

        int count() {
            return lengths.length;
        }

        int bytes() {
            int sum = 0;
            for (int length : lengths) {
                sum += length;
            }
            return sum;
        }

        int end() {
            return start + bytes();
        }
    }
}
