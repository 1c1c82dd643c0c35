package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code ./claymore bench otlp [seconds=60] [rate=0] [connections=8] [door=http|grpc|both] [spans=1000] [java=OPTION…]}: batches of spans, as
 * a Collector sends them, through OTLP/HTTP, then through OTLP/gRPC, over real sockets into the real server: acknowledged after the sync, loaded into
 * ClickHouse with all views and indices. As fast as it goes, or at {@code rate} spans a second. Then every acknowledged span is looked up by its
 * id. Everything runs on one machine, the load generator too.
 */
final class OtlpBench {

    private final ServerProcess server;
    private final String key;
    private final SpanBodies bodies;
    private final LoadRun load;
    private final SpanIds ids = new SpanIds(System.nanoTime());
    private final AtomicInteger batches = new AtomicInteger();
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();

    private OtlpBench(ServerProcess server, String key, SpanBodies bodies, int connections) {
        this.server = server;
        this.key = key;
        this.bodies = bodies;
        load = new LoadRun(server, "spans", bodies.size(), connections, "claymore_load_rows_total{table=\"otel\"}");
    }

    static void main(String[] arguments) throws Exception {
        int seconds = IngestBench.option(arguments, "seconds", 60);
        int rate = IngestBench.option(arguments, "rate", 0);
        int connections = IngestBench.option(arguments, "connections", 8);
        SpanBodies bodies = new SpanBodies(IngestBench.option(arguments, "spans", 1_000), 1);
        List<String> doors = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("door=") && !argument.equals("door=both"))
                .map(argument -> argument.substring(5))
                .toList();
        Path data = Files.createTempDirectory("claymore-bench-otlp");
        try (ServerProcess server = new ServerProcess(data, IngestBench.java(arguments))) {
            server.start();
            OtlpBench bench = new OtlpBench(server, server.project("bench"), bodies, connections);
            System.out.printf(
                    "Batches of %,d spans, %,d bytes of protobuf; %d connections; data in %s%n",
                    bodies.size(), bodies.bytes(), connections, data);
            for (String door : doors.isEmpty() ? List.of("http", "grpc") : doors) {
                bench.run(door + ", warm-up", door, Math.min(10, seconds), rate);
                bench.run(door, door, seconds, rate);
                bench.load.drain();
            }
            bench.load.usage();
            bench.check();
        }
    }

    private void run(String name, String door, int seconds, int rate) throws Exception {
        load.run(
                name,
                seconds,
                rate,
                index -> new Exporter(
                        switch (door) {
                            case "http" -> BatchSocket.otlp(server.port(), key, false);
                            case "grpc" -> new GrpcSender(server.grpcPort(), key, false);
                            default -> throw new IllegalArgumentException("door=" + door);
                        }));
    }

    private void check() throws Exception {
        int[] known = acknowledged.stream().mapToInt(Integer::intValue).sorted().toArray();
        if (!new SpanCheck(server, ids, bodies).compare(known, 0)) {
            throw new IllegalStateException("the tables do not hold what was acknowledged");
        }
        System.out.println("| bytes on disk of a span, of its view | "
                + server.query("SELECT round(sumIf(bytes_on_disk, table = 'otel_traces') / " + load.acknowledged()
                                + ", 1), round(sumIf(bytes_on_disk, table = 'otel_traces_trace_id_ts') / "
                                + load.acknowledged()
                                + ", 1) FROM system.parts WHERE active")
                        .replace("\t", ", ")
                + " |");
    }

    private final class Exporter implements LoadRun.Connection {

        private final BodySender sender;
        private int batch;

        Exporter(BodySender sender) {
            this.sender = sender;
        }

        @Override
        public byte[] next() {
            batch = batches.getAndIncrement();
            return bodies.body(ids, batch);
        }

        @Override
        public int send(byte[] body) throws IOException {
            int status = sender.send(body);
            if (status == 200) {
                acknowledged.add(batch);
            }
            return status;
        }

        @Override
        public String lastRefusal() {
            return sender.lastRefusal();
        }

        @Override
        public void close() throws IOException {
            sender.close();
        }
    }
}
