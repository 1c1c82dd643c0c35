package dev.claymore.otel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers the headers of an answer, and then nothing, or something without end. */
final class StalledReceiver implements AutoCloseable {

    private final ServerSocket server;
    private final String body;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    /** @param body that is repeated; empty: nothing comes */
    StalledReceiver(String body) {
        this.body = body;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1/logs";
    }

    /** How many requests got the headers of an answer. */
    int answered() {
        return answered.get();
    }

    /** How many of them were given up by the other side. */
    int left() {
        return left.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> stall(socket));
            } catch (IOException e) {
                // Closing.
            }
        }
    }

    private void stall(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            if (in.read() < 0) {
                return;
            }
            socket.getOutputStream()
                    .write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000000000\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            answered.incrementAndGet();
            while (!body.isEmpty()) {
                socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            }
            while (in.read() >= 0) {
                // The rest of the request, and then until the other side goes.
            }
            left.incrementAndGet();
        } catch (IOException e) {
            left.incrementAndGet();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
