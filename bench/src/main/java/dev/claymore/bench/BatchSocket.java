package dev.claymore.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept-alive connection of a browser; as little HTTP as sending batches needs, so that the load generator stays small. */
final class BatchSocket implements AutoCloseable {

    private static final String AGENT =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
                    + " Safari/537.36";

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final String head;
    private String lastRefusal = "";
    private boolean retryAfter;
    private final StringBuilder line = new StringBuilder();

    BatchSocket(int port, String key) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        in = new BufferedInputStream(socket.getInputStream(), 2_048);
        out = socket.getOutputStream();
        head = "POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + key
                + "\r\n"
                + "Origin: https://shop.example\r\n"
                + "Referer: https://shop.example/\r\n"
                + "Accept: */*\r\n"
                + "Accept-Language: de-DE\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Encoding: gzip\r\n"
                + "User-Agent: " + AGENT
                + "\r\nContent-Length: ";
    }

    /** Sends a batch and waits for the answer's status. */
    int send(byte[] body) throws IOException {
        byte[] start = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        out.write(request);
        out.flush();
        int status = Integer.parseInt(line().substring(9, 12));
        long length = 0;
        retryAfter = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            retryAfter |= lower.startsWith("retry-after:");
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
        }
        if (status == 200) {
            in.skipNBytes(length);
        } else {
            lastRefusal = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
        }
        return status;
    }

    /** What the last answer said that was not a 200. */
    String lastRefusal() {
        return lastRefusal;
    }

    /** Whether the last answer said when to come back. */
    boolean hadRetryAfter() {
        return retryAfter;
    }

    private String line() throws IOException {
        line.setLength(0);
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
