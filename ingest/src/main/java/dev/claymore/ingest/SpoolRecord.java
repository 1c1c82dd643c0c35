package dev.claymore.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The payload of a record: one accepted batch as rows ready for the database, and what the ledger has to say of it. Format:
 * {@code docs/formats/spool.md}.
 */
record SpoolRecord(long receivedAt, UUID key, String projectId, List<LedgerCount> ledger, Rows events, Rows replay) {

    private static final int VERSION = 1;
    private static final int PREFIX_BYTES = 25;

    /** Writes everything that stands before the rows. A batch without key has none. */
    static void writeHead(
            RowBuffer head,
            long receivedAt,
            UUID key,
            String projectId,
            List<LedgerCount> ledger,
            RowIndex events,
            RowIndex replay) {
        head.clear();
        head.int8(VERSION).int64(receivedAt);
        head.int64(key == null ? 0 : key.getMostSignificantBits());
        head.int64(key == null ? 0 : key.getLeastSignificantBits());
        text(head, projectId);
        head.int32(ledger.size());
        for (LedgerCount count : ledger) {
            text(head, count.outcome());
            text(head, count.code());
            head.int64(count.events()).int64(count.bytes());
        }
        events.write(head);
        replay.write(head);
    }

    /** Arrival, epoch milliseconds; 0 when the payload is too short to say. */
    static long receivedAt(byte[] payload) {
        return payload.length < PREFIX_BYTES
                ? 0
                : ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong(1);
    }

    /** The batch's fingerprint, or null. */
    static UUID key(byte[] payload) {
        if (payload.length < PREFIX_BYTES || payload[0] != VERSION) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        long high = bytes.getLong(9);
        long low = bytes.getLong(17);
        return high == 0 && low == 0 ? null : new UUID(high, low);
    }

    /** @throws IllegalArgumentException when the payload is none, though its checksum is right */
    static SpoolRecord read(byte[] payload) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.get() != VERSION) {
                throw new IllegalArgumentException("a record of version " + payload[0]);
            }
            long receivedAt = bytes.getLong();
            bytes.position(PREFIX_BYTES);
            String projectId = text(bytes);
            int count = bytes.getInt();
            List<LedgerCount> ledger = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ledger.add(new LedgerCount(text(bytes), text(bytes), bytes.getLong(), bytes.getLong()));
            }
            int[] events = RowIndex.read(bytes);
            int[] replay = RowIndex.read(bytes);
            Rows eventRows = new Rows(payload, bytes.position(), events);
            Rows replayRows = new Rows(payload, eventRows.end(), replay);
            if (replayRows.end() != payload.length) {
                throw new IllegalArgumentException("a record whose rows do not fill it");
            }
            return new SpoolRecord(receivedAt, key(payload), projectId, ledger, eventRows, replayRows);
        } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("a record that ends too early", e);
        }
    }

    Rows rows(Layout layout) {
        return layout == Layout.EVENTS ? events : replay;
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
