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

/** One kept-alive connection; as little HTTP as sending batches needs, so that the load generator stays small. */
final class BatchSocket implements BodySender {

    private static final int FIRST_BYTES = 32 << 10;
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

    private BatchSocket(int port, String head) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        in = new BufferedInputStream(socket.getInputStream(), 2_048);
        out = socket.getOutputStream();
        this.head = head;
    }

    /** As a browser with the SDK. */
    static BatchSocket browser(int port, String key) throws IOException {
        return new BatchSocket(
                port,
                head("/v1/batch", port, key)
                        + "Origin: https://shop.example\r\n"
                        + "Referer: https://shop.example/\r\n"
                        + "Accept: */*\r\n"
                        + "Accept-Language: de-DE\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Encoding: gzip\r\n"
                        + "User-Agent: " + AGENT
                        + "\r\nContent-Length: ");
    }

    /** As an exporter of OpenTelemetry, or a Collector. */
    static BatchSocket otlp(int port, String key, boolean gzip) throws IOException {
        return new BatchSocket(
                port,
                head("/v1/traces", port, key)
                        + "Content-Type: application/x-protobuf\r\n"
                        + (gzip ? "Content-Encoding: gzip\r\n" : "")
                        + "User-Agent: claymore-bench\r\nContent-Length: ");
    }

    private static String head(String path, int port, String key) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + key + "\r\n";
    }

    @Override
    public int send(byte[] body) throws IOException {
        byte[] start = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        // A small body goes out with its head, in one packet.
        int first = Math.min(body.length, FIRST_BYTES);
        byte[] request = new byte[start.length + first];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, first);
        out.write(request);
        if (first < body.length) {
            out.write(body, first, body.length - first);
        }
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

    @Override
    public String lastRefusal() {
        return lastRefusal;
    }

    @Override
    public boolean hadRetryAfter() {
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
