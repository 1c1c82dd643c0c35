package dev.claymore.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of one directory, kept in memory with their compressed form until they change on disk. Nothing outside the
 * directory is reachable. Thread-safe.
 */
final class StaticFiles {

    /** Larger files do not belong into a web page's parts. */
    static final long MAX_FILE_BYTES = 16L << 20;

    private static final int MAX_CACHED = 2000;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Path root;
    private final Map<String, Asset> cache = new ConcurrentHashMap<>();

    StaticFiles(Path root) {
        this.root = root;
    }

    /**
     * A file as it goes out.
     *
     * @param gzip empty when compression does not pay
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Asset(byte[] plain, Optional<byte[]> gzip, String contentType, String etag, long modified) {}

    /** The file at {@code path}, relative and decoded; empty when there is none. */
    Optional<Asset> find(String path) {
        try {
            Optional<Path> file = resolve(path);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            long modified = Files.getLastModifiedTime(file.get()).toMillis();
            Asset known = cache.get(path);
            if (known != null && known.modified() == modified) {
                return Optional.of(known);
            }
            Asset asset = read(file.get(), modified);
            if (cache.size() < MAX_CACHED) {
                cache.put(path, asset);
            }
            return Optional.of(asset);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> resolve(String path) throws IOException {
        if (path.isEmpty() || path.indexOf('\0') >= 0 || path.contains("/.") || path.startsWith(".")) {
            return Optional.empty();
        }
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            return Optional.empty();
        }
        return file.toRealPath().startsWith(root.toRealPath()) ? Optional.of(file) : Optional.empty();
    }

    private static Asset read(Path file, long modified) throws IOException {
        byte[] plain = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        String type = TYPES.getOrDefault(
                name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
        boolean text =
                type.startsWith("text/") || type.contains("json") || type.contains("svg") || type.contains("wasm");
        byte[] packed = text && plain.length > 1000 ? Exchange.gzip(plain) : plain;
        String etag = '"' + HexFormat.of().formatHex(SessionCookie.sha256(plain), 0, 8) + '"';
        return new Asset(
                plain, packed.length < plain.length ? Optional.of(packed) : Optional.empty(), type, etag, modified);
    }
}
