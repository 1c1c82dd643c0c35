package dev.claymore.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Many appenders share one sync: while a group is being made durable, the next one fills. At most two groups are in memory; who finds the
 * filling one full waits, and is refused when the disk does not catch up.
 */
final class GroupCommit implements AutoCloseable {

    private static final int FIRST_CAPACITY = 1 << 20;

    private final SegmentWriter writer;
    private final LongConsumer durable;
    private final int maxGroupBytes;
    private final long lingerNanos;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final Thread thread;
    private Group filling;
    private Group spare;
    private boolean closed;
    private volatile Throwable lastFailure;

    /** @param durable told the bytes of each group that became durable */
    GroupCommit(SegmentWriter writer, long nextSequence, SpoolOptions options, LongConsumer durable) {
        this.writer = writer;
        this.durable = durable;
        maxGroupBytes = options.maxGroupBytes();
        lingerNanos = options.linger().toNanos();
        patienceNanos = options.patience().toNanos();
        filling = new Group();
        spare = new Group();
        filling.begin(nextSequence);
        thread = Thread.ofPlatform().name("spool-commit").daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Why nothing can be written at the moment, or null. */
    Throwable lastFailure() {
        return lastFailure;
    }

    /** Returns when the record is durable, or will never be. */
    Spool.Outcome append(UUID key, RowBuffer... pieces) {
        int length = 0;
        CRC32C crc = new CRC32C();
        for (RowBuffer piece : pieces) {
            crc.update(piece.array(), 0, piece.size());
            length += piece.size();
        }
        CompletableFuture<Spool.Outcome> done;
        lock.lock();
        try {
            long patience = patienceNanos;
            while (!closed && filling.count() > 0 && filling.bytes() + length > maxGroupBytes) {
                if (patience <= 0) {
                    return Spool.Outcome.BUSY;
                }
                patience = emptied.awaitNanos(patience);
            }
            if (closed) {
                return Spool.Outcome.FAILED;
            }
            filling.add(key, (int) crc.getValue(), length, pieces);
            done = filling.done;
            filled.signal();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Spool.Outcome.BUSY;
        } finally {
            lock.unlock();
        }
        return done.join();
    }

    private void run() {
        long lastCommit = System.nanoTime() - lingerNanos;
        while (true) {
            Group group = take(lastCommit);
            if (group == null) {
                writer.close();
                return;
            }
            lastCommit = System.nanoTime();
            commit(group);
        }
    }

    private Group take(long lastCommit) {
        lock.lock();
        try {
            while (filling.count() == 0) {
                if (closed) {
                    return null;
                }
                filled.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        long early = lastCommit + lingerNanos - System.nanoTime();
        if (early > 0) {
            LockSupport.parkNanos(early);
        }
        lock.lock();
        try {
            Group group = filling;
            filling = spare;
            filling.begin(group.nextSequence());
            emptied.signalAll();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void commit(Group group) {
        Spool.Outcome outcome = Spool.Outcome.DURABLE;
        long bytes = group.bytes();
        try {
            Segment segment = writer.commit(group.buffer.flip(), group.firstSequence, group.nextSequence());
            segment.addKeys(group.keys, group.keyCount);
            lastFailure = null;
            durable.accept(bytes);
        } catch (IOException | RuntimeException | Error failed) {
            lastFailure = failed;
            outcome = Spool.Outcome.FAILED;
        }
        CompletableFuture<Spool.Outcome> done = group.done;
        lock.lock();
        try {
            spare = group;
        } finally {
            lock.unlock();
        }
        done.complete(outcome);
    }

    /** Makes what was appended durable, then ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Group {

        private ByteBuffer buffer = allocate(FIRST_CAPACITY);
        private CompletableFuture<Spool.Outcome> done = new CompletableFuture<>();
        private long[] keys = new long[256];
        private int keyCount;
        private long firstSequence;
        private int count;

        void begin(long sequence) {
            firstSequence = sequence;
            count = 0;
            keyCount = 0;
            done = new CompletableFuture<>();
            buffer.clear();
            if (buffer.capacity() > 16 * FIRST_CAPACITY) {
                buffer = allocate(FIRST_CAPACITY);
            }
        }

        int count() {
            return count;
        }

        int bytes() {
            return buffer.position();
        }

        long nextSequence() {
            return firstSequence + count;
        }

        void add(UUID key, int crc, int length, RowBuffer... pieces) {
            int needed = SegmentFormat.FRAME_BYTES + length;
            if (buffer.remaining() < needed) {
                int capacity = Math.max(buffer.capacity() * 2, buffer.position() + needed);
                ByteBuffer larger = allocate(capacity);
                larger.put(buffer.flip());
                buffer = larger;
            }
            SegmentFormat.frame(buffer, nextSequence(), length, crc);
            for (RowBuffer piece : pieces) {
                buffer.put(piece.array(), 0, piece.size());
            }
            count++;
            if (key != null) {
                if (keyCount + 2 > keys.length) {
                    keys = Arrays.copyOf(keys, keys.length * 2);
                }
                keys[keyCount++] = key.getMostSignificantBits();
                keys[keyCount++] = key.getLeastSignificantBits();
            }
        }

        private static ByteBuffer allocate(int capacity) {
            return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
