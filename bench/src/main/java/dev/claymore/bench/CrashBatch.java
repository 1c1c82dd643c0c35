package dev.claymore.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** A batch whose every event can be recognized: a session of its own, event ids counted up from the batch's id. */
record CrashBatch(UUID batchId, UUID sessionId) {

    static final int EVENTS = 8;
    static final int REPLAY_EVENTS = 4;
    static final int SIZE = EVENTS + REPLAY_EVENTS;

    static CrashBatch next(Random random) {
        return new CrashBatch(
                new UUID(random.nextLong(), random.nextLong()), UUID.fromString(BatchBodies.session(random)));
    }

    UUID eventId(int index) {
        return new UUID(batchId.getMostSignificantBits(), batchId.getLeastSignificantBits() + index);
    }

    byte[] body() {
        long now = System.currentTimeMillis();
        StringBuilder json = new StringBuilder("{\"version\":1,\"batchId\":\"")
                .append(batchId)
                .append("\",\"sentAt\":")
                .append(now);
        json.append(",\"sessionId\":\"")
                .append(sessionId)
                .append("\",\"windowId\":\"w\",\"context\":{\"tags\":{\"plan\":\"pro\"}},\"events\":[");
        for (int i = 0; i < SIZE; i++) {
            json.append(i == 0 ? "" : ",");
            if (i < EVENTS) {
                json.append("{\"type\":\"click\",\"id\":\"")
                        .append(eventId(i))
                        .append("\",\"timestamp\":")
                        .append(now - i)
                        .append('}');
            } else {
                json.append("{\"type\":\"replay\",\"seq\":")
                        .append(i - EVENTS)
                        .append(",\"timestamp\":")
                        .append(now);
                json.append(",\"data\":{\"type\":3,\"data\":{\"source\":3,\"id\":5,\"x\":0,\"y\":")
                        .append(i);
                json.append("},\"timestamp\":").append(now).append("}}");
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
