package dev.claymore.server;

import dev.claymore.ingest.BatchRequest;
import dev.claymore.ingest.Signal;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * OTLP/gRPC. Bodies stay bytes: what is in them is read where those of HTTP are read. Sizes are bounded as they are once inflated, and every
 * call is answered from a virtual thread.
 */
final class OtlpGrpc implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> KEY =
            Metadata.Key.of(OtlpDoor.KEY_HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final int MAX_METADATA_BYTES = 32 << 10;
    private static final int MAX_CALLS_OF_A_CONNECTION = 256;

    private final Server server;
    private final ExecutorService calls;

    private OtlpGrpc(Server server, ExecutorService calls) {
        this.server = server;
        this.calls = calls;
    }

    /**
     * Opens the port.
     *
     * @throws BadConfig when it is taken
     */
    static OtlpGrpc open(Config config, int port, OtlpDoor door) {
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), port))
                .executor(calls)
                .maxInboundMessageSize(Math.toIntExact(config.maxBodyBytes()))
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_OF_A_CONNECTION)
                .maxConnectionIdle(10, TimeUnit.MINUTES)
                .permitKeepAliveWithoutCalls(true)
                .permitKeepAliveTime(10, TimeUnit.SECONDS);
        for (Signal signal : Signal.values()) {
            builder.addService(service(signal, door));
        }
        try {
            return new OtlpGrpc(builder.build().start(), calls);
        } catch (IOException taken) {
            calls.close();
            throw HttpListener.taken(config.host(), port, "CLAYMORE_OTLP_GRPC_PORT", taken);
        }
    }

    int port() {
        return server.getPort();
    }

    private static ServerServiceDefinition service(Signal signal, OtlpDoor door) {
        String name = switch (signal) {
            case TRACES -> "opentelemetry.proto.collector.trace.v1.TraceService";
            case LOGS -> "opentelemetry.proto.collector.logs.v1.LogsService";
            case METRICS -> "opentelemetry.proto.collector.metrics.v1.MetricsService";
        };
        MethodDescriptor<byte[], byte[]> export = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(name, "Export"))
                .setRequestMarshaller(Bytes.MARSHALLER)
                .setResponseMarshaller(Bytes.MARSHALLER)
                .build();
        return ServerServiceDefinition.builder(name)
                .addMethod(export, handler(signal, door))
                .build();
    }

    private static ServerCallHandler<byte[], byte[]> handler(Signal signal, OtlpDoor door) {
        return (call, metadata) -> {
            // Before a byte of the message is kept.
            Optional<OtlpAnswer> refusal = door.refusal(key(metadata));
            if (refusal.isPresent()) {
                answer(call, refusal.get());
                return new ServerCall.Listener<>() {};
            }
            call.request(2);
            return new ServerCall.Listener<>() {
                private byte[] body;

                @Override
                public void onMessage(byte[] message) {
                    body = message;
                }

                @Override
                public void onHalfClose() {
                    if (body == null) {
                        call.close(Status.INVALID_ARGUMENT.withDescription("a call without a message"), new Metadata());
                        return;
                    }
                    answer(call, door.accept(signal, request(call, metadata, body)));
                    body = null;
                }
            };
        };
    }

    private static BatchRequest request(ServerCall<byte[], byte[]> call, Metadata metadata, byte[] body) {
        String peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
        return new BatchRequest(
                key(metadata),
                peer,
                header -> header.equals("content-type") ? "application/x-protobuf" : null,
                body.length,
                new ByteArrayInputStream(body));
    }

    private static String key(Metadata metadata) {
        return OtlpDoor.key(Optional.ofNullable(metadata.get(AUTHORIZATION)), Optional.ofNullable(metadata.get(KEY)))
                .orElse("");
    }

    private static void answer(ServerCall<byte[], byte[]> call, OtlpAnswer answer) {
        Metadata trailers = new Metadata();
        if (answer.ok()) {
            call.sendHeaders(new Metadata());
            call.sendMessage(answer.response());
            call.close(Status.OK, trailers);
            return;
        }
        trailers.put(DETAILS, answer.status());
        call.close(Status.fromCodeValue(answer.grpcCode()).withDescription(answer.message()), trailers);
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        calls.close();
    }

    /** A message as it came. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        static final Bytes MARSHALLER = new Bytes();

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
