package dev.claymore.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The source maps of projects. Safe for use by many threads. */
public final class SourceMapTable {

    /** The most a project may keep; older releases are to be deleted first. */
    public static final int MAX_MAPS = 20_000;

    /** All maps of a project together, uncompressed: {@value} bytes. */
    public static final long MAX_BYTES = 8L << 30;

    private final ClickHouse clickhouse;
    private final Clock clock;

    /**
     * @param release empty: of every release
     * @param path of the script
     * @param bytes of the map's JSON
     */
    public record Entry(String release, String path, String debugId, long bytes, Instant uploadedAt) {}

    public SourceMapTable(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    /** The projects that have maps. */
    public Set<String> projects() {
        return clickhouse
                .query("SELECT DISTINCT projectId FROM source_maps WHERE NOT deleted", Map.of())
                .records()
                .stream()
                .map(row -> row.text("projectId"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All maps of a project, the newest first. */
    public List<Entry> list(String projectId) {
        return clickhouse.query("""
                        SELECT release, path, debugId, bytes, uploadedAt
                        FROM source_maps
                        WHERE projectId = {projectId:String} AND NOT deleted
                        ORDER BY uploadedAt DESC, release, path
                        """, Map.of("projectId", projectId)).records().stream()
                .map(SourceMapTable::entry)
                .toList();
    }

    /** The maps that may lead from a script of a release: of that release, of every release, and those of the debug ids. */
    public List<Entry> candidates(String projectId, String release, List<String> paths, List<String> debugIds) {
        return clickhouse
                .query("""
                        SELECT release, path, debugId, bytes, uploadedAt
                        FROM source_maps
                        WHERE projectId = {projectId:String} AND NOT deleted
                            AND ((release IN ({release:String}, '') AND path IN {paths:Array(String)})
                                OR (debugId != '' AND debugId IN {debugIds:Array(String)}))
                        ORDER BY release DESC, uploadedAt DESC
                        LIMIT 1000
                        """, Map.of("projectId", projectId, "release", release, "paths", paths, "debugIds", debugIds))
                .records()
                .stream()
                .map(SourceMapTable::entry)
                .toList();
    }

    private static Entry entry(Rows.Row row) {
        return new Entry(
                row.text("release"),
                row.text("path"),
                row.text("debugId"),
                row.number("bytes"),
                Instant.parse(row.text("uploadedAt")));
    }

    /** The JSON of a map. */
    public Optional<byte[]> read(String projectId, Entry entry) {
        byte[][] found = {null};
        clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .texts(
                        """
                        SELECT map FROM source_maps
                        WHERE projectId = {projectId:String} AND release = {release:String} AND path = {path:String} AND NOT deleted
                        """,
                        Map.of("projectId", projectId, "release", entry.release(), "path", entry.path()),
                        map -> found[0] = map);
        return Optional.ofNullable(found[0]);
    }

    /**
     * Keeps a map in place of the one before of the same release and path.
     *
     * @throws IllegalArgumentException when the project keeps too many or too much already
     */
    public Entry save(String projectId, String release, String path, String debugId, byte[] map) {
        Rows.Row kept = clickhouse
                .query(
                        "SELECT count() AS maps, sum(bytes) AS bytes FROM source_maps WHERE projectId = {projectId:String} AND NOT deleted",
                        Map.of("projectId", projectId))
                .row(0);
        if (kept.number("maps") >= MAX_MAPS || kept.number("bytes") + map.length > MAX_BYTES) {
            throw new IllegalArgumentException("a project keeps at most " + MAX_MAPS + " source maps of " + MAX_BYTES
                    + " bytes together: delete those of old releases first");
        }
        Entry entry = new Entry(release, path, debugId, map.length, Instant.ofEpochMilli(clock.millis()));
        insert(projectId, List.of(entry), map, false);
        return entry;
    }

    /** Deletes the maps of a release. @return how many there were */
    public int delete(String projectId, String release) {
        List<Entry> gone = list(projectId).stream()
                .filter(entry -> entry.release().equals(release))
                .map(entry -> new Entry(
                        release,
                        entry.path(),
                        "",
                        0,
                        Instant.ofEpochMilli(
                                Math.max(clock.millis(), entry.uploadedAt().toEpochMilli() + 1))))
                .toList();
        if (!gone.isEmpty()) {
            insert(projectId, gone, new byte[0], true);
        }
        return gone.size();
    }

    private void insert(String projectId, List<Entry> entries, byte[] map, boolean deleted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(map.length + 512);
        try (DataOutputStream row = new DataOutputStream(bytes)) {
            for (Entry entry : entries) {
                text(row, projectId.getBytes(StandardCharsets.UTF_8));
                text(row, entry.release().getBytes(StandardCharsets.UTF_8));
                text(row, entry.path().getBytes(StandardCharsets.UTF_8));
                text(row, entry.debugId().getBytes(StandardCharsets.UTF_8));
                text(row, map);
                row.writeLong(Long.reverseBytes(entry.uploadedAt().toEpochMilli()));
                row.writeByte(deleted ? 1 : 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clickhouse.insert(
                "source_maps",
                List.of("projectId", "release", "path", "debugId", "map", "uploadedAt", "deleted"),
                "RowBinary",
                bytes.toByteArray(),
                null);
    }

    /** Its length, seven bits in a byte with the lowest first, and then the text. */
    private static void text(DataOutputStream row, byte[] utf8) throws IOException {
        int length = utf8.length;
        for (; length > 0x7F; length >>>= 7) {
            row.writeByte((length & 0x7F) | 0x80);
        }
        row.writeByte(length);
        row.write(utf8);
    }
}
