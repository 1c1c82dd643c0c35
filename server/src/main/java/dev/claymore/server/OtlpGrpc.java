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
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
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

    /** With the largest message, 8 MiB by default, half of the server's heap. */
    private static final int MAX_UNFINISHED = 64;

    private static final Duration SILENCE = BodyDeadlines.Patience.USUAL.silence();
    private static final Duration WHOLE = BodyDeadlines.Patience.USUAL.whole();
    private static final OtlpAnswer LATE = OtlpAnswer.refused(
            408,
            "body_timeout: the message did not arrive within " + WHOLE.toSeconds()
                    + " seconds, or not a byte of it within " + SILENCE.toSeconds(),
            Optional.empty());
    private static final OtlpAnswer NO_MESSAGE =
            OtlpAnswer.refused(400, "incomplete_body: a call without a message", Optional.empty());
    private static final OtlpAnswer TOO_MANY =
            OtlpAnswer.refused(503, "overloaded: too many messages are on their way already", Optional.of(1L));

    private final Server server;
    private final ExecutorService calls;
    private final UnfinishedCalls unfinished;

    private OtlpGrpc(Server server, ExecutorService calls, UnfinishedCalls unfinished) {
        this.server = server;
        this.calls = calls;
        this.unfinished = unfinished;
    }

    /**
     * Opens the port.
     *
     * @throws BadConfig when it is taken
     */
    static OtlpGrpc open(Config config, int port, OtlpDoor door) {
        return open(config, port, door, new UnfinishedCalls(MAX_UNFINISHED, SILENCE, WHOLE));
    }

    static OtlpGrpc open(Config config, int port, OtlpDoor door, UnfinishedCalls unfinished) {
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), port))
                .executor(calls)
                .maxInboundMessageSize(Math.toIntExact(config.maxBodyBytes()))
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_OF_A_CONNECTION)
                .maxConnectionIdle(10, TimeUnit.MINUTES)
                .permitKeepAliveWithoutCalls(true)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .addStreamTracerFactory(new GrpcArrivals());
        for (Signal signal : Signal.values()) {
            builder.addService(service(signal, door, unfinished));
        }
        try {
            return new OtlpGrpc(builder.build().start(), calls, unfinished);
        } catch (IOException taken) {
            calls.close();
            unfinished.close();
            throw HttpListener.taken(config.host(), port, "CLAYMORE_OTLP_GRPC_PORT", taken);
        }
    }

    int port() {
        return server.getPort();
    }

    private static ServerServiceDefinition service(Signal signal, OtlpDoor door, UnfinishedCalls unfinished) {
        String name = switch (signal) {
            case TRACES -> "opentelemetry.proto.collector.trace.v1.TraceService";
            case LOGS -> "opentelemetry.proto.collector.logs.v1.LogsService";
            case METRICS -> "opentelemetry.proto.collector.metrics.v1.MetricsService";
        };
        MethodDescriptor<Received, byte[]> export = MethodDescriptor.<Received, byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(name, "Export"))
                .setRequestMarshaller(Requests.MARSHALLER)
                .setResponseMarshaller(Responses.MARSHALLER)
                .build();
        return ServerServiceDefinition.builder(name)
                .addMethod(export, handler(signal, door, unfinished))
                .build();
    }

    private static ServerCallHandler<Received, byte[]> handler(
            Signal signal, OtlpDoor door, UnfinishedCalls unfinished) {
        return (call, metadata) -> {
            // Before a byte of the message is kept.
            OtlpDoor.Entry entry = door.entry(key(metadata));
            if (!(entry instanceof OtlpDoor.Open(String projectId))) {
                answer(call, ((OtlpDoor.Shut) entry).answer());
                return new ServerCall.Listener<>() {};
            }
            Optional<UnfinishedCalls.Call> begun =
                    unfinished.begin(projectId, GrpcArrivals.current()::lastByte, () -> answer(call, LATE));
            if (begun.isEmpty()) {
                answer(call, TOO_MANY);
                return new ServerCall.Listener<>() {};
            }
            call.request(2);
            return new ServerCall.Listener<>() {
                private Received received;

                @Override
                public void onMessage(Received message) {
                    received = message;
                }

                @Override
                public void onHalfClose() {
                    if (!begun.get().end()) {
                        return;
                    }
                    switch (received) {
                        case null -> answer(call, NO_MESSAGE);
                        case Unreadable(OtlpAnswer refusal) -> answer(call, refusal);
                        case Message(byte[] body) -> answer(call, door.accept(signal, request(call, metadata, body)));
                    }
                    received = null;
                }

                @Override
                public void onCancel() {
                    begun.get().end();
                }
            };
        };
    }

    private static BatchRequest request(ServerCall<Received, byte[]> call, Metadata metadata, byte[] body) {
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

    private static void answer(ServerCall<Received, byte[]> call, OtlpAnswer answer) {
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
        unfinished.close();
    }

    /** What has come of a call. */
    private sealed interface Received {}

    @SuppressWarnings("ArrayRecordComponent") // Handed on; never compared.
    private record Message(byte[] body) implements Received {}

    private record Unreadable(OtlpAnswer refusal) implements Received {}

    private static final class Requests implements MethodDescriptor.Marshaller<Received> {

        static final Requests MARSHALLER = new Requests();

        @Override
        public InputStream stream(Received value) {
            throw new UnsupportedOperationException("requests are read here");
        }

        @Override
        public Received parse(InputStream stream) {
            try {
                return new Message(stream.readAllBytes());
            } catch (StatusRuntimeException tooLarge) {
                return new Unreadable(OtlpAnswer.refused(
                        413, "body_too_large: " + tooLarge.getStatus().getDescription(), Optional.empty()));
            } catch (IOException broken) {
                return new Unreadable(
                        OtlpAnswer.refused(400, "invalid_gzip: " + broken.getMessage(), Optional.empty()));
            }
        }
    }

    private static final class Responses implements MethodDescriptor.Marshaller<byte[]> {

        static final Responses MARSHALLER = new Responses();

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("responses are written here");
        }
    }
}
