package dev.claymore.ingest;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The records between the acknowledgement and the database, on disk, in order, bounded. {@link #append} is safe for many threads;
 * reading and releasing is for the loader alone.
 */
final class Spool implements AutoCloseable {

    /** What became of a record. */
    enum Outcome {
        DURABLE,
        /** The disk budget is used up. */
        FULL,
        /** The disk does not keep up. */
        BUSY,
        /** The disk refuses; the record may not be read again. */
        FAILED,
        /** More than a record can have. */
        TOO_LARGE
    }

    private static final long ROOM_NANOS = 100_000_000;

    private final SpoolFiles files;
    private final SpoolOptions options;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong roomDue = new AtomicLong(System.nanoTime());
    private volatile boolean roomy = true;
    private final SeenBatches seen;
    private final SeenFiles seenFiles;
    private final Set<Long> repeated;
    private final SpoolRecovery.Report recovered;
    private final SegmentWriter writer;
    private final GroupCommit commits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long durableBytes;
    private boolean closed;

    private Spool(SpoolFiles files, String columns, long loadedBelow, long atLeastSequence, SpoolOptions options)
            throws IOException {
        this.files = files;
        this.options = options;
        seen = new SeenBatches(options.seenBatches());
        seenFiles = new SeenFiles(files, options.seenBatches());
        seenFiles.load(seen);
        SpoolRecovery recovery = new SpoolRecovery(files, columns, seen, loadedBelow);
        recovery.run();
        files.forceDirectory();
        long next = atLeastSequence;
        for (Segment segment : recovery.segments()) {
            if (segment.nextSequence() == segment.firstSequence()) {
                files.delete(segment.name());
            } else {
                segments.put(segment.firstSequence(), segment);
                bytes.addAndGet(segment.end());
            }
            // The number of a segment that holds nothing is not used again either: its name may still be on the disk.
            next = Math.max(next, Math.max(segment.nextSequence(), segment.firstSequence() + 1));
        }
        repeated = recovery.repeated();
        recovered = recovery.report();
        writer = new SegmentWriter(files, columns, options.segmentBytes(), this::begin);
        commits = new GroupCommit(writer, next, options, this::grow);
    }

    /**
     * @param columns describes the rows, kept in each segment
     * @param loadedBelow numbers of records below this are in the database
     * @param atLeastSequence numbers below this were used in the past
     */
    static Spool open(SpoolFiles files, String columns, long loadedBelow, long atLeastSequence, SpoolOptions options)
            throws IOException {
        Spool spool = new Spool(files, columns, loadedBelow, atLeastSequence, options);
        spool.commits.start();
        return spool;
    }

    SpoolRecovery.Report recovered() {
        return recovered;
    }

    SeenBatches seen() {
        return seen;
    }

    boolean isRepeated(long sequence) {
        return repeated.contains(sequence);
    }

    long bytes() {
        return bytes.get();
    }

    int segmentCount() {
        return segments.size();
    }

    /** Why the disk refuses at the moment, or null. */
    Throwable lastFailure() {
        return commits.lastFailure();
    }

    boolean isFull() {
        return bytes.get() >= options.maxBytes() || !isDiskRoomy();
    }

    /** Asked of the file system a few times a second. */
    boolean isDiskRoomy() {
        long now = System.nanoTime();
        long due = roomDue.get();
        if (now - due >= 0 && roomDue.compareAndSet(due, now + ROOM_NANOS)) {
            try {
                roomy = files.usableBytes() >= options.reservedBytes();
            } catch (IOException unknown) {
                roomy = true;
            }
        }
        return roomy;
    }

    /** Returns when the record is durable, or will never be. The key, when there is one, is remembered with it. */
    Outcome append(UUID key, RowBuffer... pieces) {
        long size = SegmentFormat.FRAME_BYTES;
        for (RowBuffer piece : pieces) {
            size += piece.size();
        }
        if (size > SegmentFormat.MAX_PAYLOAD_BYTES) {
            return Outcome.TOO_LARGE;
        }
        if (bytes.addAndGet(size) > options.maxBytes() || !isDiskRoomy()) {
            bytes.addAndGet(-size);
            return Outcome.FULL;
        }
        Outcome outcome = commits.append(key, pieces);
        if (outcome != Outcome.DURABLE) {
            bytes.addAndGet(-size);
        }
        return outcome;
    }

    /** The first segment that has records from {@code sequence} on, or null. */
    Segment segmentFrom(long sequence) {
        for (Segment segment : segments.values()) {
            if (segment.nextSequence() > sequence || !segment.sealed()) {
                return segment;
            }
        }
        return null;
    }

    SegmentReader read(Segment segment, long position) throws IOException {
        return new SegmentReader(files.open(segment.name()), position);
    }

    /** Bytes that became durable since the start; grows with each commit. */
    long durableBytes() {
        lock.lock();
        try {
            return durableBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link #durableBytes} reaches the mark, the time is over, or the spool is closed. */
    void awaitDurable(long mark, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (durableBytes < mark && left > 0 && !closed) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the segments whose records are all below {@code sequence}; their batches stay known. */
    void release(long sequence) throws IOException {
        for (Segment segment : segments.values()) {
            if (!segment.sealed() || segment.nextSequence() > sequence) {
                return;
            }
            seenFiles.save(segment);
            files.delete(segment.name());
            segments.remove(segment.firstSequence());
            bytes.addAndGet(-segment.end());
        }
    }

    private void begin(Segment segment) {
        bytes.addAndGet(segment.dataStart());
        segments.put(segment.firstSequence(), segment);
    }

    private void grow(long count) {
        lock.lock();
        try {
            durableBytes += count;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes what was appended durable. */
    @Override
    public void close() {
        commits.close();
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
