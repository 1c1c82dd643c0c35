package dev.claymore.ingest;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk that forgets what the file system lets it forget. At a crash, of each file's writes that were not forced any subset of its
 * sectors survives, torn at any byte, the rest being zeros, noise or missing; and of the directory's changes that were not forced any
 * subset survives, in any order. Seeded: the same seed forgets the same.
 */
final class SimulatedDisk implements SpoolFiles {

    private static final int SECTOR = 512;

    private final Random random;
    private final Map<String, Content> names = new LinkedHashMap<>();
    private final Map<String, Content> durableNames = new LinkedHashMap<>();
    private int stepsUntilCrash = Integer.MAX_VALUE;
    private int failEvery;
    private boolean crashed;
    private long spaceLeft = Long.MAX_VALUE;

    SimulatedDisk(Random random) {
        this.random = random;
    }

    /** The power goes after that many operations. */
    synchronized void crashAfter(int steps) {
        stepsUntilCrash = steps;
    }

    /** Every so many writes or syncs fail, and the machine goes on. */
    synchronized void failEvery(int operations) {
        failEvery = operations;
    }

    synchronized void space(long bytes) {
        spaceLeft = bytes;
    }

    synchronized boolean crashed() {
        return crashed;
    }

    /** Back on: what survived is all there is, and it is durable. */
    synchronized void restart() {
        Map<String, Content> survivors = new LinkedHashMap<>(durableNames);
        List<String> changed = new ArrayList<>(names.keySet());
        changed.addAll(durableNames.keySet());
        for (String name : changed.stream().distinct().toList()) {
            Content now = names.get(name);
            if (now != durableNames.get(name) && random.nextBoolean()) {
                if (now == null) {
                    survivors.remove(name);
                } else {
                    survivors.put(name, now);
                }
            }
        }
        survivors.values().forEach(this::forget);
        names.clear();
        names.putAll(survivors);
        durableNames.clear();
        durableNames.putAll(survivors);
        crashed = false;
        stepsUntilCrash = Integer.MAX_VALUE;
    }

    /** Flips one bit somewhere in a file. */
    synchronized void flip(String name, int position) {
        Content content = names.get(name);
        content.bytes[position] ^= (byte) (1 << random.nextInt(8));
        content.durable = content.bytes.clone();
    }

    synchronized int size(String name) {
        return names.get(name).bytes.length;
    }

    private void forget(Content content) {
        int kept =
                content.durable.length + random.nextInt(Math.max(1, content.bytes.length - content.durable.length + 1));
        byte[] survived = Arrays.copyOf(content.durable, kept);
        for (int sector = content.durable.length / SECTOR; sector * SECTOR < kept; sector++) {
            int from = Math.max(sector * SECTOR, content.durable.length);
            int to = Math.min((sector + 1) * SECTOR, kept);
            switch (random.nextInt(4)) {
                case 0 -> {}
                case 1 -> {
                    byte[] noise = new byte[to - from];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, survived, from, noise.length);
                }
                case 2 -> System.arraycopy(content.bytes, from, survived, from, random.nextInt(to - from + 1));
                default -> System.arraycopy(content.bytes, from, survived, from, to - from);
            }
        }
        content.bytes = survived;
        content.durable = survived.clone();
    }

    private void step() throws IOException {
        if (crashed || stepsUntilCrash-- <= 0) {
            crashed = true;
            throw new IOException("the power is gone");
        }
    }

    private void mayFail() throws IOException {
        if (failEvery > 0 && random.nextInt(failEvery) == 0) {
            throw new IOException("input/output error");
        }
    }

    @Override
    public synchronized List<String> list() throws IOException {
        step();
        List<String> shuffled = new ArrayList<>(names.keySet());
        java.util.Collections.shuffle(shuffled, random);
        return shuffled;
    }

    @Override
    public synchronized Appender create(String name) throws IOException {
        step();
        if (names.containsKey(name)) {
            throw new IOException(name + " exists");
        }
        Content content = new Content();
        names.put(name, content);
        return new Handle(content);
    }

    @Override
    public synchronized Reader open(String name) throws IOException {
        step();
        Content content = names.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return new Handle(content);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        step();
        names.remove(name);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        step();
        names.put(to, names.remove(from));
    }

    @Override
    public synchronized void forceDirectory() throws IOException {
        step();
        mayFail();
        durableNames.clear();
        durableNames.putAll(names);
    }

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    private static final class Content {
        private byte[] bytes = {};
        private byte[] durable = {};
    }

    private final class Handle implements Appender, Reader {

        private final Content content;

        Handle(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
            synchronized (SimulatedDisk.this) {
                int count = source.remaining();
                boolean cut = crashed || stepsUntilCrash <= 0;
                boolean full = count > spaceLeft;
                int written = cut ? random.nextInt(count + 1) : full ? (int) spaceLeft : count;
                int end = content.bytes.length;
                content.bytes = Arrays.copyOf(content.bytes, end + written);
                source.get(content.bytes, end, written);
                spaceLeft -= spaceLeft == Long.MAX_VALUE ? 0 : written;
                step();
                if (full) {
                    throw new IOException("no space left on device");
                }
                mayFail();
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                mayFail();
                content.durable = content.bytes.clone();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                content.bytes = Arrays.copyOf(content.bytes, (int) size);
                content.durable = Arrays.copyOf(content.durable, (int) Math.min(size, content.durable.length));
            }
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return content.bytes.length;
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                int count = (int) Math.max(0, Math.min(target.remaining(), content.bytes.length - position));
                target.put(content.bytes, (int) Math.min(position, content.bytes.length), count);
                return count;
            }
        }

        @Override
        public void close() {}
    }
}
