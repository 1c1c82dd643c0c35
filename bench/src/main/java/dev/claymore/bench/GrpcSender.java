package dev.claymore.bench;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection of an exporter over gRPC; bodies are bytes already. */
final class GrpcSender implements BodySender {

    private static final int PATIENCE_SECONDS = 60;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
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
    };
    private static final MethodDescriptor<byte[], byte[]> EXPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
            .setRequestMarshaller(BYTES)
            .setResponseMarshaller(BYTES)
            .build();

    private final ManagedChannel channel;
    private final CallOptions options;
    private final String key;
    private String lastRefusal = "";
    private boolean retryAfter;

    GrpcSender(int port, String key, boolean gzip) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .build();
        options = gzip ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
        this.key = key;
    }

    @Override
    public int send(byte[] body) throws IOException {
        CompletableFuture<Status> answer = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(EXPORT, options);
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + key);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        retryAfter = trailers.containsKey(DETAILS);
                        answer.complete(status);
                    }
                },
                headers);
        call.request(2);
        call.sendMessage(body);
        call.halfClose();
        try {
            return status(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        } catch (ExecutionException | TimeoutException lost) {
            call.cancel("no answer", lost);
            throw new IOException(lost);
        }
    }

    /** A connection that is gone is UNAVAILABLE as well, but then nobody has said so. */
    private int status(Status status) throws IOException {
        if (status.isOk()) {
            return 200;
        }
        lastRefusal = status.toString();
        if (status.getCode() == Status.Code.UNAVAILABLE && !retryAfter) {
            throw new IOException(lastRefusal);
        }
        return switch (status.getCode()) {
            case UNAVAILABLE -> 503;
            case RESOURCE_EXHAUSTED -> 429;
            default -> 400;
        };
    }

    @Override
    public String lastRefusal() {
        return lastRefusal;
    }

    @Override
    public boolean hadRetryAfter() {
        return retryAfter;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
