package dev.claymore.bench;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Batches of spans; every other sender speaks gRPC, with gzip. */
record CrashSpans(ServerProcess server, String key, SpanIds ids, SpanBodies bodies, AtomicInteger batches)
        implements CrashSource<Integer> {

    private static final int SPANS = 200;

    static CrashSpans of(ServerProcess server, String key, Random random) {
        return new CrashSpans(
                server,
                key,
                new SpanIds(random.nextLong()),
                new SpanBodies(SPANS, random.nextLong()),
                new AtomicInteger());
    }

    @Override
    public Integer next(Random random) {
        return batches.getAndIncrement();
    }

    @Override
    public byte[] body(Integer batch) {
        return bodies.body(ids, batch);
    }

    @Override
    public int size() {
        return bodies.size();
    }

    @Override
    public BodySender connect(int sender) throws IOException {
        return sender % 2 == 0
                ? BatchSocket.otlp(server.port(), key, false)
                : new GrpcSender(server.grpcPort(), key, true);
    }
}
