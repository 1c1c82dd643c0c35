package dev.claymore.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;

/** A file of the rows that the database refuses, one JSON object to a line, with the reason. For the loader's thread alone. */
final class DeadLetters {

    static final String FILE = "dead-letters.jsonl";

    private final Path file;
    private final InstantSource clock;

    DeadLetters(Path directory, InstantSource clock) {
        file = directory.resolve(FILE);
        this.clock = clock;
    }

    /** Returns when the row is durable. */
    void add(String table, List<Layout.Column> columns, LoadBatch.Slice row, String reason) throws IOException {
        StringBuilder line =
                new StringBuilder("{\"at\":\"").append(clock.instant()).append("\",\"table\":");
        JsonOut.string(line, table);
        line.append(",\"reason\":");
        JsonOut.string(line, reason);
        line.append(",\"row\":").append(RowText.json(columns, row)).append("}\n");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
