package dev.claymore.server;

import dev.claymore.ingest.IngestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything a person may set, checked. The keys, defaults and ranges are in {@code docs/guides/configuration.md}.
 *
 * @param home where the built parts lie (UI, SDK, demo shop, native library)
 * @param data the data directory: spool, engine, secrets
 * @param host address the HTTP port is bound to
 * @param port 0 picks a free one
 * @param otlpHttpPort OTLP/HTTP, 0 picks a free one; empty: it is not opened
 * @param otlpGrpcPort the same for OTLP/gRPC
 * @param publicUrl how browsers reach the server, when it is behind a proxy
 * @param adminToken the key to everything
 * @param clickHouse a ClickHouse to use; empty: the embedded engine
 * @param clickHouseUser its user
 * @param clickHousePassword its password; for the embedded engine made at the first start
 * @param enginePort loopback port of the embedded engine, 0 picks a free one
 * @param engineMemoryBytes what the embedded engine may take
 * @param spoolBytes disk the spool may take before ingest answers 503
 * @param maxBodyBytes largest body of a batch, as sent
 * @param maxConnections open connections
 * @param maxRequests requests worked on at the same time
 * @param idleTimeout an idle connection is closed after this
 * @param trustedProxies addresses or networks whose forwarded headers are believed
 * @param geoDatabase MaxMind-format file; empty: the one that comes along
 * @param requestLog which requests are logged
 * @param storage where old data goes
 */
record Config(
        Path home,
        Path data,
        String host,
        int port,
        OptionalInt otlpHttpPort,
        OptionalInt otlpGrpcPort,
        Optional<URI> publicUrl,
        String adminToken,
        Optional<URI> clickHouse,
        String clickHouseUser,
        String clickHousePassword,
        int enginePort,
        long engineMemoryBytes,
        long spoolBytes,
        long maxBodyBytes,
        int maxConnections,
        int maxRequests,
        Duration idleTimeout,
        List<String> trustedProxies,
        Optional<Path> geoDatabase,
        RequestLog requestLog,
        StorageConfig storage) {

    /** Which requests are logged, one line each, without query strings and bodies. */
    enum RequestLog {
        NONE,
        ERRORS,
        ALL
    }

    /** Where only this machine reaches it. */
    static final String LOOPBACK = "127.0.0.1";

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int LEAST_TOKEN = 16;
    private static final int MOST_TOKEN = 256;

    /**
     * Reads environment and file, makes what is missing in the data directory.
     *
     * @throws BadConfig naming the key, the value and the allowed range
     */
    static Config load(Map<String, String> environment, Path home, String defaultHost) {
        Path data = Path.of(environment.getOrDefault("CLAYMORE_DATA", "data"))
                .toAbsolutePath()
                .normalize();
        String named = environment.get("CLAYMORE_CONFIG");
        Settings settings = Settings.read(
                environment, named == null ? data.resolve("claymore.conf") : Path.of(named), named != null);
        if (named != null && environment.get("CLAYMORE_DATA") == null) {
            data = settings.text("CLAYMORE_DATA")
                    .map(Path::of)
                    .orElse(data)
                    .toAbsolutePath()
                    .normalize();
        }
        settings.text("CLAYMORE_DATA");
        Secrets.createDirectory(data);

        Optional<URI> clickHouse = settings.httpUri("CLAYMORE_CLICKHOUSE_URL");
        if (clickHouse.isEmpty()) {
            Libraries.check(environment);
        }
        Config config = new Config(
                home.toAbsolutePath().normalize(),
                data,
                settings.text("CLAYMORE_HOST").orElse(defaultHost),
                settings.integer("CLAYMORE_PORT", 8080, 0, 65535),
                settings.portOrOff("CLAYMORE_OTLP_HTTP_PORT", 4318),
                settings.portOrOff("CLAYMORE_OTLP_GRPC_PORT", 4317),
                settings.httpUri("CLAYMORE_PUBLIC_URL"),
                adminToken(settings, data),
                clickHouse,
                settings.text("CLAYMORE_CLICKHOUSE_USER").orElse("default"),
                clickHousePassword(settings, data, clickHouse.isPresent()),
                settings.integer("CLAYMORE_ENGINE_PORT", 8123, 0, 65535),
                settings.bytes("CLAYMORE_ENGINE_MEMORY", defaultEngineMemory(), 512 * MIB, 1024 * GIB),
                settings.bytes("CLAYMORE_SPOOL_BYTES", 8 * GIB, 64 * MIB, 16384 * GIB),
                settings.bytes("CLAYMORE_MAX_BODY_BYTES", 8 * MIB, 64 << 10, 256 * MIB),
                settings.integer("CLAYMORE_MAX_CONNECTIONS", 8192, 16, 1_000_000),
                settings.integer("CLAYMORE_MAX_REQUESTS", 1024, 4, 100_000),
                settings.duration(
                        "CLAYMORE_IDLE_TIMEOUT", Duration.ofSeconds(75), Duration.ofSeconds(1), Duration.ofHours(1)),
                trustedProxies(settings),
                geoDatabase(settings),
                settings.choice("CLAYMORE_REQUEST_LOG", RequestLog.class, RequestLog.ERRORS),
                StorageConfig.of(settings, data, clickHouse.isEmpty()));
        settings.refuseUnknownKeys();
        return config;
    }

    /** True when ClickHouse is the embedded engine. */
    boolean embedded() {
        return clickHouse.isEmpty();
    }

    private static String adminToken(Settings settings, Path data) {
        Optional<String> given = settings.text("CLAYMORE_ADMIN_TOKEN");
        given.filter(token -> token.length() < LEAST_TOKEN || token.length() > MOST_TOKEN || !Secrets.fitsHeader(token))
                .ifPresent(token -> {
                    throw settings.refuse(
                            "CLAYMORE_ADMIN_TOKEN",
                            token,
                            LEAST_TOKEN + " to " + MOST_TOKEN + " characters, of ASCII and without spaces");
                });
        return given.orElseGet(() -> {
            Path file = data.resolve("admin-token");
            String kept = Secrets.keep(file, LEAST_TOKEN, MOST_TOKEN);
            if (!Secrets.fitsHeader(kept)) {
                throw new BadConfig(file + ": must be characters of ASCII, without spaces");
            }
            return kept;
        });
    }

    private static List<String> trustedProxies(Settings settings) {
        Optional<String> given = settings.text("CLAYMORE_TRUSTED_PROXIES");
        List<String> proxies =
                given.map(list -> List.of(list.split("\\s*,\\s*"))).orElse(List.of());
        if (!IngestOptions.areProxies(proxies)) {
            throw settings.refuse(
                    "CLAYMORE_TRUSTED_PROXIES",
                    given.orElse(""),
                    "addresses and networks such as 10.0.0.0/8, by commas");
        }
        return proxies;
    }

    private static Optional<Path> geoDatabase(Settings settings) {
        Optional<Path> file = settings.text("CLAYMORE_GEO_DATABASE").map(Path::of);
        file.filter(named -> !IngestOptions.isGeoDatabase(named)).ifPresent(named -> {
            throw settings.refuse("CLAYMORE_GEO_DATABASE", named.toString(), "a MaxMind-format file that can be read");
        });
        return file;
    }

    private static String clickHousePassword(Settings settings, Path data, boolean external) {
        Optional<String> engine = settings.text("CLAYMORE_ENGINE_PASSWORD");
        Optional<String> clickHouse = settings.text("CLAYMORE_CLICKHOUSE_PASSWORD");
        return external
                ? clickHouse.orElse("")
                : engine.orElseGet(() -> Secrets.keep(data.resolve("engine-password"), 1, Integer.MAX_VALUE));
    }

    /** A quarter of the machine, between 1 and 8 GiB. */
    private static long defaultEngineMemory() {
        long machine = java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean.getTotalMemorySize()
                : 8 * GIB;
        return Math.clamp(machine / 4, GIB, 8 * GIB);
    }
}
