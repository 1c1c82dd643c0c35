package dev.claymore.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a bad disk does to a spool: single bytes that change anywhere in it, and the begin of a record behind its end. */
final class SpoolDamage {

    private final Path spool;
    private final Random random;

    SpoolDamage(Path spool, Random random) {
        this.spool = spool;
        this.random = random;
    }

    Done inflict(int flips) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(spool)) {
            segments = files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        }
        int flipped = 0;
        for (int i = 0; i < flips && !segments.isEmpty(); i++) {
            Path segment = segments.get(random.nextInt(segments.size()));
            try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long at = (long) (random.nextDouble() * file.size());
                ByteBuffer one = ByteBuffer.allocate(1);
                if (file.read(one, at) == 1) {
                    one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8))).rewind();
                    file.write(one, at);
                    flipped++;
                }
            }
        }
        int torn = 0;
        for (Path segment : segments) {
            try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                // As a group that was being written: its first half.
                ByteBuffer half = ByteBuffer.allocate(1 + random.nextInt(4_000));
                file.read(half, file.size() / 2);
                file.write(half.flip(), file.size());
                torn++;
            }
        }
        return new Done(flipped, torn, segments.size());
    }

    record Done(int flippedBytes, int tornTails, int segments) {}
}
