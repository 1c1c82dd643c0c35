package dev.claymore.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;

/** A file of the rows that the database refuses, one JSON object to a line, with the reason. Safe for several threads. */
final class DeadLetters {

    static final String FILE = "dead-letters.jsonl";

    private final Path file;
    private final InstantSource clock;
    private long count;

    DeadLetters(Path directory, InstantSource clock) {
        file = directory.resolve(FILE);
        this.clock = clock;
    }

    /** Rows put into the file since the start. */
    synchronized long count() {
        return count;
    }

    /**
     * Returns when all rows are durable.
     *
     * @throws UncheckedIOException when they cannot be written; what was begun is taken back, as far as the disk allows
     */
    synchronized void add(String table, List<Layout.Column> columns, List<Refused> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (Refused refused : rows) {
            lines.append("{\"at\":\"").append(clock.instant()).append("\",\"table\":");
            JsonOut.string(lines, table);
            lines.append(",\"reason\":");
            JsonOut.string(lines, refused.reason());
            lines.append(",\"row\":")
                    .append(RowText.json(columns, refused.row()))
                    .append("}\n");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long before = channel.size();
            channel.position(before);
            try {
                ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException failed) {
                channel.truncate(before);
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the dead letters cannot be written: " + failed.getMessage(), failed);
        }
        count += rows.size();
    }

    /** A row, and why the database does not take it. */
    record Refused(TableRows.Slice row, String reason) {}
}
