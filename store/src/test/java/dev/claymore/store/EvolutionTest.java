package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claymore.engine.EngineOptions;
import dev.claymore.engine.EngineSupervisor;
import dev.claymore.store.Migrations.Migration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of any earlier version, with data in it, becomes the same as a new one. */
final class EvolutionTest {

    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final List<Migration> ALL =
            Migrations.NAMES.stream().map(Migrations::load).toList();

    /** The migration that made the views: before it nothing was derived. */
    private static final String VIEWS = "0004_views";

    private static final List<String> EVENT_COLUMNS = List.of(
            "projectId",
            "sessionId",
            "eventId",
            "timestamp",
            "receivedAt",
            "type",
            "page",
            "url",
            "userId",
            "country",
            "city",
            "browser",
            "errorCode",
            "tags",
            "text",
            "release");
    private static final List<String> REPLAY_COLUMNS =
            List.of("projectId", "sessionId", "windowId", "seq", "timestamp", "type", "source", "payload");

    /** One database that lives through all versions: in each somebody comes, whose data goes along from there. */
    @Test
    void from_every_earlier_version_the_data_and_what_is_derived_of_it_come_along() {
        ClickHouse fresh = TestDatabase.migrated();
        insert(fresh, "p", 0);
        Map<String, String> atFirst = contents(fresh, "p");
        insert(fresh, "p", 1);
        Map<String, String> atLast = contents(fresh, "p");
        assertThat(atFirst).containsKeys("events", "sessions", "session_tags", "replay_events", "project_days");
        ClickHouse old = TestDatabase.empty();
        int first = Migrations.NAMES.indexOf(VIEWS) + 1;
        for (int version = first; version <= ALL.size(); version++) {
            Migrations.apply(old, ALL.subList(0, version));
            insert(old, since(version), 0);
        }
        for (int version = first; version < ALL.size(); version++) {
            String name = "from " + Migrations.NAMES.get(version - 1);
            assertThat(contents(old, since(version))).as(name).isEqualTo(atFirst);
            insert(old, since(version), 1);
            assertThat(contents(old, since(version)))
                    .as(name + ", ingest going on")
                    .isEqualTo(atLast);
        }
    }

    /** The first letters of the projects that are there since a version. */
    private static String since(int version) {
        return "since" + version + "p";
    }

    @Test
    void a_migration_that_is_cut_short_after_any_statement_is_begun_again_and_comes_out_the_same() {
        ClickHouse fresh = TestDatabase.migrated();
        insert(fresh, "p", 0);
        ClickHouse cut = TestDatabase.empty();
        Migrations.apply(cut, List.of());
        for (int version = 0; version < ALL.size(); version++) {
            List<String> statements = Migrations.statements(ALL.get(version).sql());
            for (int done = 1; done <= statements.size(); done++) {
                statements.subList(0, done).forEach(cut::command);
            }
            Migrations.apply(cut, ALL.subList(0, version + 1));
            if (ALL.get(version).name().equals(VIEWS)) {
                insert(cut, "p", 0);
            }
        }
        assertThat(schema(cut)).isEqualTo(schema(fresh));
        assertThat(contents(cut, "p")).isEqualTo(contents(fresh, "p"));
    }

    @Test
    void an_engine_killed_again_and_again_while_it_migrates_has_the_whole_schema_in_the_end(@TempDir Path data)
            throws Exception {
        ClickHouse fresh = TestDatabase.migrated();
        try (EngineSupervisor engine =
                        EngineSupervisor.start(EngineOptions.of(data).withPassword("secret"));
                ClickHouse killed = ClickHouse.connect(new ClickHouseOptions(
                        engine.endpoint(), "default", "secret", "killed", Duration.ofMinutes(2)))) {
            int kills = 0;
            while (true) {
                Thread killer = kills == 5 ? null : killAfter(engine, 40L << kills);
                try {
                    Migrations.apply(killed);
                    break;
                } catch (StoreException e) {
                    assertThat(e.retryable()).as(e.getMessage()).isTrue();
                } finally {
                    if (killer != null) {
                        killer.join();
                        kills++;
                        assertThat(engine.awaitReady(Duration.ofMinutes(2))).isTrue();
                    }
                }
            }
            assertThat(kills).isPositive();
            assertThat(engine.awaitReady(Duration.ofMinutes(2))).isTrue();
            assertThat(Migrations.apply(killed)).isEmpty();
            assertThat(schema(killed)).isEqualTo(schema(fresh));
        }
    }

    private static Thread killAfter(EngineSupervisor engine, long millis) {
        long pid = engine.pid();
        int before = engine.restarts();
        return Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(millis);
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                while (engine.restarts() == before) {
                    Thread.sleep(5);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void a_database_of_a_newer_version_is_refused_and_left_as_it_is() {
        ClickHouse newer = TestDatabase.empty();
        List<Migration> more = new ArrayList<>(ALL);
        more.add(Migrations.of("9999_future", "CREATE TABLE IF NOT EXISTS future (x Int8) ENGINE = Memory;\n"));
        Migrations.apply(newer, more);
        String before = schema(newer);
        assertThatThrownBy(() -> Migrations.apply(newer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("9999_future");
        assertThat(schema(newer)).isEqualTo(before);
    }

    /** Everything that the tables hold of the projects whose names begin so, row by row as it is read, the beginnings left out. */
    private static Map<String, String> contents(ClickHouse clickhouse, String projects) {
        Map<String, String> contents = new TreeMap<>();
        for (Rows.Row table :
                clickhouse.query("""
                        SELECT name FROM system.tables
                        WHERE database = {database:String} AND endsWith(engine, 'MergeTree') AND partition_key != ''
                        """, Map.of("database", clickhouse.database())).records()) {
            String name = table.text("name");
            Rows rows = clickhouse.query(
                    "SELECT * REPLACE (substring(projectId, length({projects:String}) + 1) AS projectId) FROM " + name
                            + " AS t WHERE startsWith(t.projectId, {projects:String}) ORDER BY toString(tuple(*))",
                    Map.of("projects", projects));
            contents.put(name, rows.rows().toString());
        }
        return contents;
    }

    private static String schema(ClickHouse clickhouse) {
        return clickhouse
                .query(
                        "SELECT name, create_table_query FROM system.tables WHERE database = {database:String} ORDER BY name",
                        Map.of("database", clickhouse.database()))
                .rows()
                .toString()
                .replaceAll("\\b" + clickhouse.database() + "\\b", "DATABASE")
                .replaceAll("UUID '[^']*'", "");
    }

    /** Two sessions of two projects, over two weeks, with everything that is derived from events in them. */
    private static void insert(ClickHouse clickhouse, String projects, int batch) {
        StringBuilder events = new StringBuilder();
        StringBuilder recording = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            Instant start = START.plus(Duration.ofDays(7L * i)).plusSeconds(batch);
            UUID session = new UUID(
                    START.plus(Duration.ofDays(7L * i)).toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | i);
            for (int event = 0; event < 3; event++) {
                events.append("""
                        {"projectId":"%s","sessionId":"%s","eventId":"%s","timestamp":"%s","receivedAt":"%4$s","type":"%s","page":"/%d","url":"https://x/?utm_source=s","userId":"u%9$d","country":"DE","city":"Köln","browser":"Firefox","errorCode":%d,"tags":{"plan":"%s"},"text":"t","release":"1"}
                        """.formatted(
                                projects + i,
                                session,
                                new UUID(session.getMostSignificantBits(), batch * 10L + event),
                                sqlTime(start.plusSeconds(10L * event)),
                                List.of("pageview", "click", "error").get(event),
                                event,
                                event == 2 ? 500 : 0,
                                batch == 0 ? "free" : "pro",
                                i));
                recording.append("""
                        {"projectId":"%s","sessionId":"%s","windowId":"w","seq":%d,"timestamp":"%s","type":3,"source":2,"payload":"{\\"id\\":%d}"}
                        """.formatted(
                                projects + i, session, batch * 10 + event, sqlTime(start.plusSeconds(event)), event));
            }
        }
        insert(clickhouse, "events", events);
        insert(clickhouse, "replay_events", recording);
    }

    private static void insert(ClickHouse clickhouse, String table, StringBuilder rows) {
        List<String> columns = table.equals("events") ? EVENT_COLUMNS : REPLAY_COLUMNS;
        clickhouse.insert(table, columns, "JSONEachRow", rows.toString().getBytes(StandardCharsets.UTF_8), null);
    }

    private static String sqlTime(Instant instant) {
        return instant.toString().replace("Z", "").replace("T", " ");
    }
}
