package dev.claymore.server;

import dev.claymore.engine.S3Tier;
import dev.claymore.store.Retention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where old data goes.
 *
 * @param s3 the bucket of the embedded engine
 * @param tier names of the storage policy and of its volume for old data
 */
record StorageConfig(Optional<S3Tier> s3, Retention.Tier tier) {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final String[] NEEDED = {"CLAYMORE_S3_ENDPOINT", "CLAYMORE_S3_BUCKET"};

    static StorageConfig of(Settings settings, Path data, boolean embedded) {
        Optional<S3Tier> s3 = s3(settings);
        Retention.Tier tier = new Retention.Tier(
                name(settings, "CLAYMORE_STORAGE_POLICY", S3Tier.POLICY),
                name(settings, "CLAYMORE_STORAGE_VOLUME", S3Tier.COLD_VOLUME));
        if (!embedded) {
            s3.ifPresent(_ -> {
                throw settings.refuse(
                        NEEDED[0],
                        settings.text(NEEDED[0]).orElseThrow(),
                        "unset with CLAYMORE_CLICKHOUSE_URL: give that ClickHouse a disk and name its policy with CLAYMORE_STORAGE_POLICY");
            });
            return new StorageConfig(s3, tier);
        }
        stayAtTheBucket(s3, data.resolve("engine"));
        return new StorageConfig(s3, new Retention.Tier(S3Tier.POLICY, S3Tier.COLD_VOLUME));
    }

    private static Optional<S3Tier> s3(Settings settings) {
        Optional<URI> endpoint = settings.httpUri(NEEDED[0]);
        Optional<String> bucket = settings.text(NEEDED[1]);
        String prefix = settings.text("CLAYMORE_S3_PREFIX").orElse("claymore");
        String region = settings.text("CLAYMORE_S3_REGION").orElse("us-east-1");
        String accessKey = settings.text("CLAYMORE_S3_ACCESS_KEY").orElse("");
        String secretKey = settings.text("CLAYMORE_S3_SECRET_KEY").orElse("");
        long cache = settings.bytes("CLAYMORE_S3_CACHE_BYTES", 4 * GIB, 64 * MIB, 16384 * GIB);
        if (endpoint.isPresent() != bucket.isPresent()) {
            int set = endpoint.isPresent() ? 0 : 1;
            throw settings.refuse(
                    NEEDED[set], settings.text(NEEDED[set]).orElseThrow(), "set together with " + NEEDED[1 - set]);
        }
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            String set = accessKey.isEmpty() ? "CLAYMORE_S3_SECRET_KEY" : "CLAYMORE_S3_ACCESS_KEY";
            throw settings.refuse(set, accessKey + secretKey, "set together with the other key, or neither");
        }
        bucket.filter(name -> !name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")).ifPresent(name -> {
            throw settings.refuse(NEEDED[1], name, "3 to 63 small letters, digits, dots and hyphens");
        });
        if (!prefix.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,9}")) {
            throw settings.refuse("CLAYMORE_S3_PREFIX", prefix, "letters, digits, _ . - and / between them");
        }
        return endpoint.map(uri -> new S3Tier(
                URI.create(uri.toString().replaceFirst("/+$", "") + "/" + bucket.orElseThrow() + "/" + prefix + "/"),
                region,
                accessKey,
                secretKey,
                cache));
    }

    private static String name(Settings settings, String key, String fallback) {
        String name = settings.text(key).orElse(fallback);
        if (!name.matches("[A-Za-z0-9_]{1,60}")) {
            throw settings.refuse(key, name, "a name of letters, digits and _");
        }
        return name;
    }

    /** Without its bucket the engine would open its tables without the data that lies there, and say nothing. */
    private static void stayAtTheBucket(Optional<S3Tier> s3, Path engine) {
        Path note = engine.resolve("s3-location");
        try {
            String now = s3.map(tier -> tier.location().toString()).orElse("");
            String before = Files.exists(note) ? Files.readString(note).strip() : "";
            if (!before.isEmpty() && !before.equals(now) && used(engine.resolve("clickhouse/disks/" + S3Tier.DISK))) {
                throw new BadConfig(
                        "CLAYMORE_S3_ENDPOINT and CLAYMORE_S3_BUCKET give %s, but data of %s lies at %s: set them to that. If the objects were moved, write the new place into %s"
                                .formatted(now.isEmpty() ? "no bucket" : now, engine.getParent(), before, note));
            }
            if (!now.isEmpty() && !now.equals(before)) {
                Files.createDirectories(engine);
                Files.writeString(note, now + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(note + " cannot be read or written", e);
        }
    }

    private static boolean used(Path metadata) throws IOException {
        if (!Files.isDirectory(metadata)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(metadata)) {
            return files.anyMatch(Files::isRegularFile);
        }
    }
}
