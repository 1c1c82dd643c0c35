package dev.claymore.server;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The ports that OpenTelemetry expects: 4318 for HTTP, 4317 for gRPC. Either may be off. */
final class OtlpPorts implements AutoCloseable {

    private final Optional<HttpListener> http;
    private final Optional<OtlpGrpc> grpc;

    private OtlpPorts(Optional<HttpListener> http, Optional<OtlpGrpc> grpc) {
        this.http = http;
        this.grpc = grpc;
    }

    /**
     * Opens both, side by side: gRPC takes its time.
     *
     * @throws BadConfig when one of them is taken
     */
    static OtlpPorts open(Config config, Auth auth, Edge edge, OtlpDoor door) {
        CompletableFuture<Optional<OtlpGrpc>> opening = CompletableFuture.supplyAsync(() -> opened(config, door));
        Optional<HttpListener> http = Optional.empty();
        try {
            if (config.otlpHttpPort().isPresent()) {
                Api api = new Api(auth, new OtlpRoutes(door).routes());
                http = Optional.of(HttpListener.open(
                        config, config.otlpHttpPort().getAsInt(), "CLAYMORE_OTLP_HTTP_PORT", routing -> {
                            routing.addFilter(edge::filter);
                            api.register(routing);
                        }));
            }
            return new OtlpPorts(http, opening.join());
        } catch (CompletionException failed) {
            http.ifPresent(HttpListener::close);
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        } catch (RuntimeException failed) {
            CompletableFuture<Void> _ = opening.thenAccept(grpc -> grpc.ifPresent(OtlpGrpc::close));
            throw failed;
        }
    }

    private static Optional<OtlpGrpc> opened(Config config, OtlpDoor door) {
        OptionalInt port = config.otlpGrpcPort();
        return port.isPresent() ? Optional.of(OtlpGrpc.open(config, port.getAsInt(), door)) : Optional.empty();
    }

    /** Of OTLP/HTTP; empty when it is off. */
    OptionalInt httpPort() {
        return http.map(listener -> OptionalInt.of(listener.port())).orElseGet(OptionalInt::empty);
    }

    /** Of OTLP/gRPC; empty when it is off. */
    OptionalInt grpcPort() {
        return grpc.map(server -> OptionalInt.of(server.port())).orElseGet(OptionalInt::empty);
    }

    @Override
    public void close() {
        http.ifPresent(HttpListener::close);
        grpc.ifPresent(OtlpGrpc::close);
    }
}
