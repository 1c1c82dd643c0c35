package dev.claymore.engine;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;

/**
 * The body of a request on its way from the event loop to the thread that runs the statement.
 *
 * <p>Holds at most about {@value #HIGH_WATER_BYTES} bytes: above that the connection is not read from until the reader
 * has caught up.
 */
final class RequestBody extends InputStream {
    static final int HIGH_WATER_BYTES = 2 * 1024 * 1024;
    private static final int LOW_WATER_BYTES = 512 * 1024;

    /** Switches reading from the client's connection on and off. */
    interface Flow {
        void reading(boolean on);
    }

    private final Flow flow;
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private int queued;
    private boolean paused;
    private boolean complete;
    private boolean broken;
    private boolean discarding;

    RequestBody(Flow flow) {
        this.flow = flow;
    }

    /** Takes over a piece; called by the event loop. */
    synchronized void offer(ByteBuf piece) {
        if (discarding || broken || !piece.isReadable()) {
            piece.release();
            return;
        }
        pieces.add(piece);
        queued += piece.readableBytes();
        if (queued > HIGH_WATER_BYTES && !paused) {
            paused = true;
            flow.reading(false);
        }
        notifyAll();
    }

    synchronized void complete() {
        complete = true;
        notifyAll();
    }

    /** The client went away before the body's end. */
    synchronized void broken() {
        broken |= !complete;
        if (broken) {
            drop();
        }
        notifyAll();
    }

    /** Nobody reads any more: what still comes is thrown away, so that the connection can take another request. */
    synchronized void discard() {
        discarding = true;
        drop();
        if (paused) {
            paused = false;
            flow.reading(true);
        }
    }

    private void drop() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        queued = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        awaitPiece();
        ByteBuf piece = pieces.peek();
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.readableBytes());
        piece.readBytes(target, offset, count);
        queued -= count;
        if (!piece.isReadable()) {
            pieces.remove().release();
        }
        if (paused && queued < LOW_WATER_BYTES) {
            paused = false;
            flow.reading(true);
        }
        return count;
    }

    private void awaitPiece() throws IOException {
        while (pieces.isEmpty() && !complete) {
            if (broken) {
                throw new ClientGoneException();
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClientGoneException();
            }
        }
    }
}
