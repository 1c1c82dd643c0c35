package dev.claymore.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param directory holds the spool, the loader's journal and the dead letters; made when it is missing
 * @param maxSpoolBytes disk the spool may take; beyond that batches are answered with 503
 * @param maxBodyBytes largest body as sent
 * @param maxInflatedBytes largest body once inflated; a full snapshot of a page of 250,000 nodes has 30 to 60 MB
 * @param maxMemoryBytes what all bodies in flight may hold together beyond their first 160 KiB
 * @param maxEvents in one batch
 * @param maxEventBytes of one event's JSON; recordings are bounded by the body alone
 * @param maxAge older events of browsers are refused
 * @param maxAgeOfBackends the same for senders with a secret key
 * @param geoDatabases MaxMind-format files; empty: no places
 * @param trustedProxies addresses and networks whose forwarded headers are believed
 * @param alone whether no other server takes batches for the same database, so that a batch that comes again comes to this one
 */
public record IngestOptions(
        Path directory,
        long maxSpoolBytes,
        int maxBodyBytes,
        int maxInflatedBytes,
        long maxMemoryBytes,
        int maxEvents,
        int maxEventBytes,
        Duration maxAge,
        Duration maxAgeOfBackends,
        List<Path> geoDatabases,
        List<String> trustedProxies,
        LoadOptions load,
        boolean alone) {

    /** 8 GiB of spool; bodies of 8 MiB, 64 MiB once inflated, 160 MiB of all together. */
    public static IngestOptions in(Path directory) {
        return new IngestOptions(
                directory,
                8L << 30,
                8 << 20,
                64 << 20,
                160L << 20,
                10_000,
                256 << 10,
                Duration.ofDays(35),
                Duration.ofDays(800),
                List.of(),
                List.of(),
                LoadOptions.DEFAULTS,
                true);
    }

    public IngestOptions withMaxSpoolBytes(long bytes) {
        return new IngestOptions(
                directory,
                bytes,
                maxBodyBytes,
                maxInflatedBytes,
                maxMemoryBytes,
                maxEvents,
                maxEventBytes,
                maxAge,
                maxAgeOfBackends,
                geoDatabases,
                trustedProxies,
                load,
                alone);
    }

    public IngestOptions withMaxBodyBytes(int bytes) {
        return new IngestOptions(
                directory,
                maxSpoolBytes,
                bytes,
                maxInflatedBytes,
                maxMemoryBytes,
                maxEvents,
                maxEventBytes,
                maxAge,
                maxAgeOfBackends,
                geoDatabases,
                trustedProxies,
                load,
                alone);
    }

    public IngestOptions withGeoDatabases(List<Path> files) {
        return new IngestOptions(
                directory,
                maxSpoolBytes,
                maxBodyBytes,
                maxInflatedBytes,
                maxMemoryBytes,
                maxEvents,
                maxEventBytes,
                maxAge,
                maxAgeOfBackends,
                List.copyOf(files),
                trustedProxies,
                load,
                alone);
    }

    public IngestOptions withTrustedProxies(List<String> proxies) {
        return new IngestOptions(
                directory,
                maxSpoolBytes,
                maxBodyBytes,
                maxInflatedBytes,
                maxMemoryBytes,
                maxEvents,
                maxEventBytes,
                maxAge,
                maxAgeOfBackends,
                geoDatabases,
                List.copyOf(proxies),
                load,
                alone);
    }

    public IngestOptions withLoad(LoadOptions options) {
        return new IngestOptions(
                directory,
                maxSpoolBytes,
                maxBodyBytes,
                maxInflatedBytes,
                maxMemoryBytes,
                maxEvents,
                maxEventBytes,
                maxAge,
                maxAgeOfBackends,
                geoDatabases,
                trustedProxies,
                options,
                alone);
    }

    public IngestOptions withAlone(boolean isAlone) {
        return new IngestOptions(
                directory,
                maxSpoolBytes,
                maxBodyBytes,
                maxInflatedBytes,
                maxMemoryBytes,
                maxEvents,
                maxEventBytes,
                maxAge,
                maxAgeOfBackends,
                geoDatabases,
                trustedProxies,
                load,
                isAlone);
    }

    /** Whether it is a MaxMind-format file that can be read. */
    public static boolean isGeoDatabase(Path file) {
        try (GeoLocator _ = new GeoLocator(List.of(file))) {
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Whether each is an address or a network. */
    public static boolean areProxies(List<String> proxies) {
        try {
            SenderAddress _ = new SenderAddress(proxies);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The file a person named, else every {@code *.mmdb} in {@code home/geo}. */
    public static List<Path> geoDatabases(Optional<Path> named, Path home) {
        return GeoLocator.find(named, home);
    }
}
