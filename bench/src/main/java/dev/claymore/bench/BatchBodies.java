package dev.claymore.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Batches as a browser sends them: 50 events, of which 15 are of the recording, some with a full snapshot; gzip. The events are compressed
 * beforehand and a gzip member with what differs (batch, session, time) is put before them, so that sending costs the load generator little
 * and the server is measured, which inflates and reads all of it.
 */
final class BatchBodies {

    static final int EVENTS = 35;
    static final int REPLAY_EVENTS = 15;
    private static final int TEMPLATES = 64;
    private static final String[] PAGES = {
        "/", "/shop", "/shop/boots", "/shop/tents", "/cart", "/checkout", "/account", "/search"
    };

    private final List<byte[]> tails = new ArrayList<>();
    private long textBytes;

    BatchBodies(long seed) throws IOException {
        Random random = new Random(seed);
        long now = System.currentTimeMillis();
        for (int i = 0; i < TEMPLATES; i++) {
            byte[] text = events(random, now, i % 16 == 0).getBytes(StandardCharsets.UTF_8);
            textBytes += text.length;
            tails.add(gzip(text));
        }
    }

    /** Mean bytes of a batch's JSON and of its gzip. */
    String sizes() {
        long packed = tails.stream().mapToLong(tail -> tail.length).sum();
        return textBytes / TEMPLATES + " bytes of JSON, " + packed / TEMPLATES + " gzipped";
    }

    /**
     * @param turn how many batches the sender has sent: batches of a session that follow each other have events and windows of their own,
     *     as the ids of events and the numbers of a recording must differ
     */
    byte[] next(UUID batchId, String sessionId, int turn) throws IOException {
        String head = "{\"version\":1,\"batchId\":\"" + batchId + "\",\"sentAt\":" + System.currentTimeMillis()
                + ",\"sequence\":3,\"sdk\":{\"name\":\"@claymore/browser\",\"version\":\"0.1.0\"},\"sessionId\":\""
                + sessionId
                + "\",\"windowId\":\"w" + turn % TEMPLATES + "\",\"context\":{\"anonymousId\":\"" + sessionId
                + "\",\"locale\":\"de-DE\",\"release\":\"1.4.2\",\"environment\":\"production\",\"tags\":{\"plan\":\"pro\","
                + "\"experiment\":\"b\"},\"viewport\":{\"width\":1440,\"height\":900}},";
        byte[] first = gzip(head.getBytes(StandardCharsets.UTF_8));
        byte[] second = tails.get(Math.floorMod(sessionId.hashCode() + turn, TEMPLATES));
        byte[] body = new byte[first.length + second.length];
        System.arraycopy(first, 0, body, 0, first.length);
        System.arraycopy(second, 0, body, first.length, second.length);
        return body;
    }

    static String session(Random random) {
        long high = (System.currentTimeMillis() << 16) | 0x7000L | random.nextInt(0x1000);
        return new UUID(high, (random.nextLong() >>> 2) | 0x8000000000000000L).toString();
    }

    private static String events(Random random, long now, boolean snapshot) {
        StringBuilder json = new StringBuilder("\"events\":[");
        for (int i = 0; i < EVENTS + REPLAY_EVENTS; i++) {
            json.append(i == 0 ? "" : ",");
            long at = now - 10_000 + i * 200L;
            if (i % 10 < 7) {
                event(random, at, json);
            } else {
                replay(random, at, i, snapshot && i == 9, json);
            }
        }
        return json.append("]}").toString();
    }

    private static void event(Random random, long at, StringBuilder json) {
        String page = PAGES[random.nextInt(PAGES.length)];
        json.append("{\"id\":\"")
                .append(new UUID(random.nextLong(), random.nextLong()))
                .append("\",\"timestamp\":")
                .append(at);
        json.append(",\"url\":\"https://shop.example")
                .append(page)
                .append("?ref=")
                .append(random.nextInt(1000));
        json.append("\",\"page\":\"")
                .append(page)
                .append("\",\"title\":\"Outdoor shop - ")
                .append(page)
                .append("\",");
        switch (random.nextInt(10)) {
            case 0, 1 -> json.append("\"type\":\"pageview\",\"referrer\":\"https://search.example/?q=boots\"}");
            case 2, 3, 4 ->
                json.append(
                                "\"type\":\"click\",\"selector\":\"main > section:nth-of-type(2) > button.buy\",\"text\":\"Add to cart\",\"x\":")
                        .append(random.nextInt(1400))
                        .append(",\"y\":")
                        .append(random.nextInt(900))
                        .append('}');
            case 5 ->
                json.append("\"type\":\"scroll\",\"value\":")
                        .append(random.nextInt(100))
                        .append('}');
            case 6, 7 ->
                json.append(
                                "\"type\":\"request\",\"requestMethod\":\"GET\",\"requestUrl\":\"https://shop.example/api/items/")
                        .append(random.nextInt(5000))
                        .append("\",\"statusCode\":")
                        .append(random.nextInt(30) == 0 ? 500 : 200)
                        .append(",\"durationMs\":")
                        .append(random.nextInt(900))
                        .append('}');
            case 8 ->
                json.append("\"type\":\"vital\",\"name\":\"LCP\",\"value\":")
                        .append(random.nextInt(4000))
                        .append(".25}");
            default ->
                json.append("\"type\":\"custom\",\"name\":\"cart_changed\",\"cartValue\":")
                        .append(random.nextInt(300))
                        .append(".5,\"tags\":{\"coupon\":\"c")
                        .append(random.nextInt(50))
                        .append("\"}}");
        }
    }

    private static void replay(Random random, long at, int seq, boolean snapshot, StringBuilder json) {
        json.append("{\"type\":\"replay\",\"seq\":")
                .append(seq)
                .append(",\"timestamp\":")
                .append(at)
                .append(",\"data\":");
        if (snapshot) {
            json.append("{\"type\":2,\"data\":{\"node\":{\"type\":0,\"id\":1,\"childNodes\":[");
            for (int i = 0; i < 400; i++) {
                json.append(i == 0 ? "" : ",")
                        .append("{\"type\":2,\"tagName\":\"div\",\"attributes\":{\"class\":\"product card-")
                        .append(random.nextInt(60))
                        .append("\"},\"childNodes\":[{\"type\":3,\"textContent\":\"******\",\"id\":")
                        .append(1000 + i)
                        .append("}],\"id\":")
                        .append(2 + i)
                        .append('}');
            }
            json.append("]},\"initialOffset\":{\"left\":0,\"top\":0}},\"timestamp\":")
                    .append(at)
                    .append("}}");
            return;
        }
        json.append("{\"type\":3,\"data\":");
        if (random.nextBoolean()) {
            json.append("{\"source\":1,\"positions\":[");
            for (int i = 0; i < 8; i++) {
                json.append(i == 0 ? "" : ",")
                        .append("{\"x\":")
                        .append(random.nextInt(1400))
                        .append(",\"y\":")
                        .append(random.nextInt(900))
                        .append(",\"id\":")
                        .append(random.nextInt(900))
                        .append(",\"timeOffset\":-")
                        .append(i * 50)
                        .append('}');
            }
            json.append("]}");
        } else {
            json.append("{\"source\":0,\"texts\":[],\"attributes\":[{\"id\":")
                    .append(random.nextInt(900))
                    .append(",\"attributes\":{\"class\":\"open s")
                    .append(random.nextInt(90))
                    .append("\"}}],\"removes\":[],\"adds\":[{\"parentId\":")
                    .append(random.nextInt(900))
                    .append(",\"nextId\":null,\"node\":{\"type\":3,\"textContent\":\"*****\",\"id\":")
                    .append(random.nextInt(90000))
                    .append("}}]}");
        }
        json.append(",\"timestamp\":").append(at).append("}}");
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }
}
