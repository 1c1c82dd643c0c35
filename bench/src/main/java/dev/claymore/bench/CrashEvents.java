package dev.claymore.bench;

import java.io.IOException;
import java.util.Random;

/** Batches of browsers. */
record CrashEvents(ServerProcess server, String key) implements CrashSource<CrashBatch> {

    @Override
    public CrashBatch next(Random random) {
        return CrashBatch.next(random);
    }

    @Override
    public byte[] body(CrashBatch batch) {
        return batch.body();
    }

    @Override
    public int size() {
        return CrashBatch.SIZE;
    }

    @Override
    public BodySender connect(int sender) throws IOException {
        return BatchSocket.browser(server.port(), key);
    }
}
