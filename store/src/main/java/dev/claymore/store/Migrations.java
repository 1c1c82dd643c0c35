package dev.claymore.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brings the schema up to date. Each migration is a numbered resource, applied once and recorded with its checksum. Its statements say
 * {@code IF NOT EXISTS} and the like, so one that was cut short is simply applied again.
 */
public final class Migrations {

    static final List<String> NAMES = List.of(
            "0001_events",
            "0002_sessions",
            "0003_tables",
            "0004_views",
            "0005_session_facts",
            "0006_replay_window",
            "0007_durable_parts",
            "0012_saved_items",
            "0020_analyst",
            "0030_otel",
            "0031_traces_and_sessions",
            "0035_export",
            "0040_storage",
            "0050_person_keys",
            "0060_source_maps",
            "0061_replay_blocks",
            "0062_fast_columns",
            "0063_events_of_a_user",
            "0064_events_known_once",
            "0065_texts_of_few_values",
            "0066_series",
            "0070_api_tokens");

    private static final String RECORD = """
            CREATE TABLE IF NOT EXISTS migrations
            (
                name String,
                checksum String COMMENT 'SHA-256 of the statements, hexadecimal',
                appliedAt DateTime64(3, 'UTC') DEFAULT now64(3)
            )
            ENGINE = ReplacingMergeTree
            ORDER BY name
            """;

    private final ClickHouse clickhouse;
    private final List<Migration> migrations;

    /** @param checksum of what the resource says, so that an edit of an applied migration is noticed */
    record Migration(String name, String sql, String checksum) {}

    private Migrations(ClickHouse clickhouse, List<Migration> migrations) {
        this.clickhouse = clickhouse;
        this.migrations = migrations;
    }

    /** Creates the database when it is missing, applies what is new, and returns the names of what it applied. */
    public static List<String> apply(ClickHouse clickhouse) {
        return apply(clickhouse, NAMES.stream().map(Migrations::load).toList());
    }

    static List<String> apply(ClickHouse clickhouse, List<Migration> migrations) {
        return new Migrations(clickhouse, migrations).apply();
    }

    private List<String> apply() {
        clickhouse.commandOutside("CREATE DATABASE IF NOT EXISTS " + clickhouse.database());
        clickhouse.command(RECORD);
        Map<String, String> applied = clickhouse.query("SELECT name, checksum FROM migrations").records().stream()
                .collect(Collectors.toMap(row -> row.text("name"), row -> row.text("checksum"), (a, b) -> b));
        refuseNewer(applied.keySet());
        List<String> names = new ArrayList<>();
        for (Migration migration : migrations) {
            String checksum = applied.get(migration.name());
            if (checksum == null) {
                statements(migration.sql()).forEach(clickhouse::command);
                clickhouse.command(
                        "INSERT INTO migrations (name, checksum) SELECT {name:String}, {checksum:String}",
                        Map.of("name", migration.name(), "checksum", migration.checksum()));
                names.add(migration.name());
            } else if (!checksum.equals(migration.checksum())) {
                throw new IllegalStateException(
                        "migration %s was applied to database %s with checksum %s, but now has %s: an applied migration must not change, add a new one instead"
                                .formatted(migration.name(), clickhouse.database(), checksum, migration.checksum()));
            }
        }
        return names;
    }

    /** What a newer version has made of the tables, this one would misread or break. */
    private void refuseNewer(Set<String> applied) {
        Set<String> unknown = new TreeSet<>(applied);
        migrations.forEach(migration -> unknown.remove(migration.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "database %s was used by a newer version of Claymore: it has the migrations %s, which this version does not know. Start that version or a later one; there is no way back but a backup"
                            .formatted(clickhouse.database(), String.join(", ", unknown)));
        }
    }

    static Migration load(String name) {
        try (InputStream resource = Migrations.class.getResourceAsStream("migrations/" + name + ".sql")) {
            if (resource == null) {
                throw new IllegalStateException("missing resource: migration " + name);
            }
            return of(name, new String(resource.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Migration of(String name, String sql) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
            return new Migration(name, sql, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A statement ends with a semicolon at the end of a line. */
    static List<String> statements(String sql) {
        return List.of(sql.split(";[ \\t]*(\\n|$)")).stream()
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
