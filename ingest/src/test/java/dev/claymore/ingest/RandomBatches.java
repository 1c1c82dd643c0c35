package dev.claymore.ingest;

import java.util.Random;
import java.util.UUID;

/** Batches of clicks and recordings of this moment. */
final class RandomBatches {

    private RandomBatches() {}

    static String batch(String session, int events, int replays, Random random) {
        long now = System.currentTimeMillis();
        StringBuilder json = new StringBuilder("{\"version\":1,\"batchId\":\"")
                .append(uuid(random))
                .append("\",\"sentAt\":")
                .append(now)
                .append(",\"sessionId\":\"")
                .append(session)
                .append(
                        "\",\"windowId\":\"w\",\"context\":{\"anonymousId\":\"a\",\"tags\":{\"plan\":\"pro\"}},\"events\":[");
        for (int i = 0; i < events + replays; i++) {
            json.append(i == 0 ? "" : ",");
            if (i < events) {
                json.append("{\"id\":\"")
                        .append(uuid(random))
                        .append("\",\"type\":\"click\",\"timestamp\":")
                        .append(now - i);
                json.append(",\"url\":\"https://shop.example/p/")
                        .append(random.nextInt(50))
                        .append("\",\"x\":3,\"y\":4}");
            } else {
                json.append("{\"type\":\"replay\",\"seq\":")
                        .append(i - events)
                        .append(",\"timestamp\":")
                        .append(now);
                json.append(
                        ",\"data\":{\"type\":3,\"data\":{\"source\":1,\"positions\":[{\"x\":1,\"y\":2,\"id\":3}]},\"timestamp\":");
                json.append(now).append("}}");
            }
        }
        return json.append("]}").toString();
    }

    private static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
