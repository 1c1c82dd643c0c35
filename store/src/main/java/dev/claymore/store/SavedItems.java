package dev.claymore.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** What people keep of a project: questions, dashboards, cohorts. Safe for use by many threads. */
public final class SavedItems {

    /** The most a project may keep. */
    public static final int MAX_ITEMS = 2_000;

    public static final int MAX_BODY_BYTES = 64 * 1024;
    public static final List<String> KINDS = List.of("insight", "dashboard", "cohort", "sql", "question");

    private static final String COLUMNS = "id, kind, name, body, createdAt, updatedAt, version";

    private final ClickHouse clickhouse;
    private final Clock clock;
    /** What was deleted must not come back by a change that had read it before. */
    private final ReentrantLock writing = new ReentrantLock();

    /** @param body JSON, as it was saved */
    public record Item(
            UUID id, String kind, String name, String body, Instant createdAt, Instant updatedAt, long version) {}

    public SavedItems(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    /** All items of a kind, by name; of every kind when it is empty. */
    public List<Item> list(String projectId, String kind) {
        return clickhouse
                .query("SELECT " + COLUMNS + """
                         FROM saved_items
                        WHERE projectId = {projectId:String} AND NOT deleted AND ({kind:String} = '' OR kind = {kind:String})
                        ORDER BY name, id
                        """, Map.of("projectId", projectId, "kind", kind))
                .records()
                .stream()
                .map(SavedItems::item)
                .toList();
    }

    public Optional<Item> find(String projectId, UUID id) {
        return clickhouse
                .query(
                        "SELECT " + COLUMNS
                                + " FROM saved_items WHERE projectId = {projectId:String} AND id = {id:UUID} AND NOT deleted",
                        Map.of("projectId", projectId, "id", id))
                .first()
                .map(SavedItems::item);
    }

    /**
     * Keeps something new.
     *
     * @throws IllegalArgumentException when kind, name or body is malformed, or there are too many, saying which
     */
    public Item create(String projectId, String kind, String name, String body) {
        check(kind, name, body);
        writing.lock();
        try {
            if (count(projectId) >= MAX_ITEMS) {
                throw new IllegalArgumentException(
                        "a project keeps at most " + MAX_ITEMS + " items: delete some first");
            }
            Instant now = now();
            Item item = new Item(UUID.randomUUID(), kind, name.strip(), body, now, now, now.toEpochMilli());
            save(projectId, item, false);
            return item;
        } finally {
            writing.unlock();
        }
    }

    private long count(String projectId) {
        return clickhouse
                .query(
                        "SELECT count() AS n FROM saved_items WHERE projectId = {projectId:String} AND NOT deleted",
                        Map.of("projectId", projectId))
                .row(0)
                .number("n");
    }

    /**
     * Replaces name and body.
     *
     * @return the item as it is now; empty when there is none of this id
     * @throws IllegalArgumentException when name or body is malformed, saying which
     */
    public Optional<Item> update(String projectId, UUID id, String name, String body) {
        writing.lock();
        try {
            return find(projectId, id).map(before -> {
                check(before.kind(), name, body);
                Instant now = now();
                Item item = new Item(
                        id,
                        before.kind(),
                        name.strip(),
                        body,
                        before.createdAt(),
                        now,
                        Math.max(now.toEpochMilli(), before.version() + 1));
                save(projectId, item, false);
                return item;
            });
        } finally {
            writing.unlock();
        }
    }

    /** Items whose body mentions one of these ids, sorted by name. Any occurrence of the id in the JSON counts as a reference. */
    public List<Item> naming(String projectId, Collection<UUID> ids) {
        return clickhouse
                .query("SELECT " + COLUMNS + """
                         FROM saved_items
                        WHERE projectId = {projectId:String} AND NOT deleted
                            AND arrayExists(id -> position(lower(body), toString(id)) > 0, {ids:Array(UUID)})
                        ORDER BY name, id
                        """, Map.of("projectId", projectId, "ids", List.copyOf(ids)))
                .records()
                .stream()
                .map(SavedItems::item)
                .toList();
    }

    /** Whether there was such an item. */
    public boolean delete(String projectId, UUID id) {
        writing.lock();
        try {
            Optional<Item> before = find(projectId, id);
            before.ifPresent(item -> save(
                    projectId,
                    new Item(
                            id,
                            item.kind(),
                            item.name(),
                            "",
                            item.createdAt(),
                            now(),
                            Math.max(clock.millis(), item.version() + 1)),
                    true));
            return before.isPresent();
        } finally {
            writing.unlock();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void check(String kind, String name, String body) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + String.join(", ", KINDS));
        }
        Names.problem(name).ifPresent(problem -> {
            throw new IllegalArgumentException("name " + problem);
        });
        if (body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("body must have at most " + MAX_BODY_BYTES + " bytes");
        }
    }

    private void save(String projectId, Item item, boolean deleted) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("projectId", projectId);
        values.put("id", item.id());
        values.put("kind", item.kind());
        values.put("name", item.name());
        values.put("body", item.body());
        values.put("createdAt", item.createdAt());
        values.put("updatedAt", item.updatedAt());
        values.put("version", item.version());
        values.put("deleted", deleted);
        clickhouse.command("""
                INSERT INTO saved_items (projectId, id, kind, name, body, createdAt, updatedAt, version, deleted)
                SELECT {projectId:String}, {id:UUID}, {kind:String}, {name:String}, {body:String}, {createdAt:DateTime64(3, 'UTC')},
                    {updatedAt:DateTime64(3, 'UTC')}, {version:UInt64}, {deleted:Bool}
                """, values);
    }

    private static Item item(Rows.Row row) {
        return new Item(
                UUID.fromString(row.text("id")),
                row.text("kind"),
                row.text("name"),
                row.text("body"),
                Instant.parse(row.text("createdAt")),
                Instant.parse(row.text("updatedAt")),
                row.number("version"));
    }
}
