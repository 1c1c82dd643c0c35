package dev.claymore.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The body of an answer. Holds back the first bytes, so that a statement that fails early still gets its status, and a
 * short answer its length.
 */
final class ResponseBody extends OutputStream {
    private static final int PIECE_BYTES = 256 * 1024;

    private final Exchange exchange;
    private final Supplier<HttpHeaders> headers;
    private final int holdBytes;
    private final Path spillDirectory;
    private byte[] held = new byte[4096];
    private int size;
    private ByteBuf piece;
    private Path spillFile;
    private OutputStream spill;

    /**
     * @param headers the headers, asked for when the head is sent
     * @param holdBytes how much is held back in memory
     * @param spillDirectory where the rest is held back until the end; null to send it as it comes
     */
    ResponseBody(Exchange exchange, Supplier<HttpHeaders> headers, int holdBytes, Path spillDirectory) {
        this.exchange = exchange;
        this.headers = headers;
        this.holdBytes = holdBytes;
        this.spillDirectory = spillDirectory;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (exchange.isHeadSent()) {
            send(bytes, offset, length);
        } else if (spill != null) {
            spill.write(bytes, offset, length);
        } else if (size + length <= holdBytes) {
            hold(bytes, offset, length);
        } else if (spillDirectory != null) {
            spillFile = Files.createTempFile(spillDirectory, "result-", ".tmp");
            spill = Files.newOutputStream(spillFile);
            spill.write(bytes, offset, length);
        } else {
            begin();
            send(bytes, offset, length);
        }
    }

    private void hold(byte[] bytes, int offset, int length) {
        if (size + length > held.length) {
            held = java.util.Arrays.copyOf(held, Math.min(holdBytes, Math.max(held.length * 2, size + length)));
        }
        System.arraycopy(bytes, offset, held, size, length);
        size += length;
    }

    private void begin() throws IOException {
        exchange.begin(HttpResponseStatus.OK, headers.get());
        send(held, 0, size);
        held = null;
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (piece == null) {
                piece = exchange.allocate(PIECE_BYTES);
            }
            int part = Math.min(length - done, piece.writableBytes());
            piece.writeBytes(bytes, offset + done, part);
            done += part;
            if (!piece.isWritable()) {
                sendPiece();
            }
        }
    }

    private void sendPiece() throws IOException {
        if (piece != null) {
            ByteBuf full = piece;
            piece = null;
            exchange.send(full);
        }
    }

    /** Ends the answer well. */
    void finish() throws IOException {
        if (spill != null) {
            spill.close();
            begin();
            try (var in = Files.newInputStream(spillFile)) {
                in.transferTo(this);
            }
        }
        if (exchange.isHeadSent()) {
            sendPiece();
            exchange.end();
        } else {
            exchange.respond(HttpResponseStatus.OK, headers.get(), Unpooled.wrappedBuffer(held, 0, size));
        }
    }

    /** Ends an answer whose head is sent so that the client sees that it is not whole. */
    void breakOff() throws IOException {
        sendPiece();
        exchange.breakOff();
    }

    /** Does nothing: codings close what they write to when they end, and that is not the end of the answer. */
    @Override
    public void close() {}

    /** Frees what is held; to be called in any case, at the end. */
    void free() throws IOException {
        if (piece != null) {
            piece.release();
            piece = null;
        }
        if (spill != null) {
            spill.close();
            Files.deleteIfExists(spillFile);
        }
    }
}
