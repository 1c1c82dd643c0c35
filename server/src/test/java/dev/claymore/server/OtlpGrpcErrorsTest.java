package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender of OTLP/gRPC is told when it is refused, read with the official classes of {@code google.rpc}. */
final class OtlpGrpcErrorsTest {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void refusalsSayWhetherAndWhenTheSameCallIsWelcome() throws Exception {
        try (TestServer server = TestServer.start(directory, Map.of("CLAYMORE_OTLP_GRPC_PORT", "0"))) {
            server.awaitReady();
            int port = server.server().otlp().grpcPort().orElseThrow();
            String key = server.project("grpc").get("writeKey").textValue();
            assertThat(server.send(server.request("/api/projects/grpc")
                                    .header("Content-Type", "application/json")
                                    .method(
                                            "PATCH",
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"settings\":{\"eventsPerSecond\":1}}")))
                            .statusCode())
                    .isEqualTo(200);

            Ended tooFast = call(port, key, log(0));
            for (int i = 1; i < 30 && tooFast.status().isOk(); i++) {
                tooFast = call(port, key, log(i));
            }
            assertThat(tooFast.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(tooFast.details().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
            assertThat(tooFast.details().getMessage())
                    .startsWith("rate_limited: ")
                    .isEqualTo(tooFast.status().getDescription());
            assertThat(tooFast.retry().orElseThrow().getRetryDelay().getSeconds())
                    .isPositive();

            Ended unknown = call(port, "wk_nobody", log(0));
            assertThat(unknown.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(unknown.details().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED.value());
            assertThat(unknown.retry()).isEmpty();

            // Told at its headers: this call never sends its message.
            assertThat(begin(port, "wk_nobody").status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);

            Ended broken = call(port, key, new byte[] {10, 5});
            assertThat(broken.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(broken.details().getMessage()).startsWith("invalid_otlp: ");
            assertThat(broken.retry()).isEmpty();

            assertThat(ofTwo(port, key).status().isOk()).isFalse();

            for (CallOptions options :
                    new CallOptions[] {CallOptions.DEFAULT, CallOptions.DEFAULT.withCompression("gzip")}) {
                Ended tooLarge = call(port, key, new byte[(8 << 20) + 1], options);
                assertThat(tooLarge.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                // Without RetryInfo it is not to be tried again (OTLP specification, "Failures").
                assertThat(tooLarge.retry()).isEmpty();
            }
        }
    }

    @Test
    void aMessageThatDoesNotComeIsWaitedForAWhileAndFewAtOnce() throws Exception {
        try (TestServer server = TestServer.start(directory, Map.of("CLAYMORE_OTLP_GRPC_PORT", "off"))) {
            server.awaitReady();
            String key = server.project("grpc").get("writeKey").textValue();
            OtlpDoor door = new OtlpDoor(server.server()::ingest, () -> true);
            Config config = TestServer.config(directory, Map.of());
            UnfinishedCalls none = new UnfinishedCalls(0, Duration.ofHours(1), Duration.ofHours(1));
            try (OtlpGrpc grpc = OtlpGrpc.open(config, 0, door, none)) {
                Ended oneTooMany = call(grpc.port(), key, log(0));
                assertThat(oneTooMany.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(oneTooMany.retry()).isPresent();
            }
            UnfinishedCalls one = new UnfinishedCalls(1, Duration.ofHours(1), Duration.ofSeconds(1));
            try (OtlpGrpc grpc = OtlpGrpc.open(config, 0, door, one)) {
                assertThat(begin(grpc.port(), key).status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
                assertThat(call(grpc.port(), key, log(0)).status().isOk()).isTrue();
                assertThat(call(grpc.port(), key, log(1)).status().isOk()).isTrue();
            }
        }
    }

    @Test
    void aProjectWhoseMessagesDoNotComeLeavesTheOthersTheirWayIn() throws Exception {
        try (TestServer server = TestServer.start(directory, Map.of("CLAYMORE_OTLP_GRPC_PORT", "0"))) {
            server.awaitReady();
            int port = server.server().otlp().grpcPort().orElseThrow();
            String theirs = server.project("theirs").get("writeKey").textValue();
            String mine = server.project("mine").get("writeKey").textValue();
            ManagedChannel channel = channel(port);
            try {
                List<CompletableFuture<Ended>> held = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    held.add(start(channel, headers(theirs), List.of(), CallOptions.DEFAULT));
                }
                Await.until("no place is left", PATIENCE, () -> held.stream().anyMatch(CompletableFuture::isDone));

                assertThat(call(port, theirs, log(0)).status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(call(port, mine, log(0)).status().isOk()).isTrue();
            } finally {
                channel.shutdownNow();
            }
            // Those that will not come any more hold nothing.
            Await.until("their places are free", PATIENCE, () -> served(port, theirs, log(0)));
        }
    }

    @Test
    void aMessageOfWhichNothingComesIsNotWaitedForAsOneThatComesSlowly() throws Exception {
        try (TestServer server = TestServer.start(directory, Map.of("CLAYMORE_OTLP_GRPC_PORT", "off"))) {
            server.awaitReady();
            String key = server.project("grpc").get("writeKey").textValue();
            OtlpDoor door = new OtlpDoor(server.server()::ingest, () -> true);
            Config config = TestServer.config(directory, Map.of());
            UnfinishedCalls calls = new UnfinishedCalls(8, Duration.ofMillis(600), Duration.ofHours(1));
            try (OtlpGrpc grpc = OtlpGrpc.open(config, 0, door, calls)) {
                Ended silent = begin(grpc.port(), key);
                assertThat(silent.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
                assertThat(silent.details().getMessage()).startsWith("body_timeout: ");

                assertThat(servedSlowly(grpc.port(), key, log(0))).isTrue();
            }
        }
    }

    @Test
    void aTimeoutThatCannotBeReadIsNone() throws Exception {
        try (TestServer server = TestServer.start(directory, Map.of("CLAYMORE_OTLP_GRPC_PORT", "0"))) {
            server.awaitReady();
            int port = server.server().otlp().grpcPort().orElseThrow();
            String key = server.project("grpc").get("writeKey").textValue();
            int time = 0;
            for (String timeout : new String[] {"abc", "", "S", "5", "-5S", "123456789S", "5X", "10S"}) {
                ManagedChannel channel = channel(port);
                try {
                    Metadata headers = headers(key);
                    headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), timeout);
                    Ended ended = start(channel, headers, log(time++), CallOptions.DEFAULT)
                            .get(60, TimeUnit.SECONDS);
                    assertThat(ended.status().isOk()).as(timeout).isTrue();
                } finally {
                    channel.shutdownNow();
                }
            }
        }
    }

    @Test
    void beforeTheProjectsAreKnownTheSameCallIsWelcomeInAMoment() throws Exception {
        try (TestServer server = TestServer.start(
                directory, Map.of("CLAYMORE_OTLP_GRPC_PORT", "0", "CLAYMORE_CLICKHOUSE_URL", "http://127.0.0.1:9"))) {
            Ended early = call(server.server().otlp().grpcPort().orElseThrow(), "wk_somebody", log(0));
            assertThat(early.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(early.details().getCode()).isEqualTo(Status.Code.UNAVAILABLE.value());
            assertThat(early.retry().orElseThrow().getRetryDelay().getSeconds()).isEqualTo(1);
        }
    }

    /** LogsData with one record whose time is all that differs. */
    private static byte[] log(int time) {
        return new byte[] {10, 13, 18, 11, 18, 9, 9, (byte) (time + 1), 0, 0, 0, 0, 0, 0, 0};
    }

    /** How a call ended; {@code details} are the default instance when there are none. */
    private record Ended(Status status, com.google.rpc.Status details) {

        Optional<RetryInfo> retry() throws InvalidProtocolBufferException {
            for (com.google.protobuf.Any detail : details.getDetailsList()) {
                if (detail.is(RetryInfo.class)) {
                    return Optional.of(detail.unpack(RetryInfo.class));
                }
            }
            return Optional.empty();
        }
    }

    private static Ended begin(int port, String key) throws Exception {
        return call(port, key, null);
    }

    private static Ended call(int port, String key, byte[] body) throws Exception {
        return call(port, key, body, CallOptions.DEFAULT);
    }

    /** @param body null: never sent */
    private static Ended call(int port, String key, byte[] body, CallOptions options) throws Exception {
        ManagedChannel channel = channel(port);
        try {
            return start(channel, headers(key), body, options).get(60, TimeUnit.SECONDS);
        } finally {
            channel.shutdownNow();
        }
    }

    /** Neither of two messages may be taken without a word of the other. */
    private static Ended ofTwo(int port, String key) throws Exception {
        ManagedChannel channel = channel(port);
        try {
            return start(channel, headers(key), List.of(log(70), log(71)), CallOptions.DEFAULT)
                    .get(60, TimeUnit.SECONDS);
        } finally {
            channel.shutdownNow();
        }
    }

    private static boolean served(int port, String key, byte[] body) {
        try {
            return call(port, key, body).status().isOk();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Metadata headers(String key) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + key);
        return headers;
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    private static CompletableFuture<Ended> start(
            ManagedChannel channel, Metadata headers, byte[] body, CallOptions options) {
        return start(channel, headers, body == null ? List.of() : List.of(body), options);
    }

    private static CompletableFuture<Ended> start(
            ManagedChannel channel, Metadata headers, List<byte[]> bodies, CallOptions options) {
        CompletableFuture<Ended> ended = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(EXPORT, options);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        try {
                            byte[] details = trailers.get(DETAILS);
                            ended.complete(new Ended(
                                    status,
                                    details == null
                                            ? com.google.rpc.Status.getDefaultInstance()
                                            : com.google.rpc.Status.parseFrom(details)));
                        } catch (InvalidProtocolBufferException none) {
                            ended.completeExceptionally(none);
                        }
                    }
                },
                headers);
        call.request(2);
        bodies.forEach(call::sendMessage);
        if (!bodies.isEmpty()) {
            call.halfClose();
        }
        return ended;
    }

    /** Byte by byte in frames of HTTP/2, as a poor line brings them; whether a message was the answer. */
    private static boolean servedSlowly(int port, String key, byte[] body) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(out, SETTINGS, 0, 0, new byte[0]);
            ByteArrayOutputStream headers = new ByteArrayOutputStream();
            for (String[] header : new String[][] {
                {":method", "POST"},
                {":scheme", "http"},
                {":path", "/" + EXPORT.getFullMethodName()},
                {":authority", "here"},
                {"content-type", "application/grpc"},
                {"te", "trailers"},
                {"authorization", "Bearer " + key}
            }) {
                headers.write(0); // a literal, kept in no table
                for (String text : header) {
                    headers.write(text.length());
                    headers.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
                }
            }
            frame(out, HEADERS, 4, 1, headers.toByteArray());
            frame(out, DATA, 0, 1, new byte[] {0, 0, 0, 0, (byte) body.length});
            for (int i = 0; i < body.length; i++) {
                Thread.sleep(100);
                frame(out, DATA, i == body.length - 1 ? 1 : 0, 1, new byte[] {body[i]});
            }
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int lengthAndType = in.readInt();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                in.skipNBytes(lengthAndType >>> 8);
                if (stream == 1 && (lengthAndType & 0xFF) == DATA) {
                    return true;
                }
                if (stream == 1 && ((lengthAndType & 0xFF) == RESET || (flags & 1) != 0)) {
                    return false;
                }
            }
        }
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.writeInt(payload.length << 8 | type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /** UNARY for the server; to this client a stream, whose headers go out ahead of the message. */
    private static final MethodDescriptor<byte[], byte[]> EXPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
            .setFullMethodName("opentelemetry.proto.collector.logs.v1.LogsService/Export")
            .setRequestMarshaller(BYTES)
            .setResponseMarshaller(BYTES)
            .build();
}
