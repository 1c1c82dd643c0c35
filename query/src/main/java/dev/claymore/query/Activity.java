package dev.claymore.query;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Whether and since when a project has events; cheap enough to be asked every second. Safe for use by many threads. */
public final class Activity {

    private final ClickHouse clickhouse;

    /** Of a project that has none yet the times are empty and the count is 0. */
    public record Span(Optional<Instant> firstEventAt, Optional<Instant> lastEventAt, long eventCount) {}

    public Activity(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    public Outcome<Span> of(String projectId) {
        return Problems.guard(true, () -> {
            Rows.Row row = clickhouse
                    .reader(projectId, ReadLimits.PRODUCT)
                    .query("""
                            SELECT min(firstEventAt) AS firstAt, max(lastEventAt) AS lastAt, sum(eventCount) AS events
                            FROM project_days
                            WHERE projectId = {projectId:String}
                            """, Map.of("projectId", projectId))
                    .row(0);
            long events = row.number("events");
            return events == 0
                    ? new Span(Optional.empty(), Optional.empty(), 0)
                    : new Span(
                            Optional.of(Instant.parse(row.text("firstAt"))),
                            Optional.of(Instant.parse(row.text("lastAt"))),
                            events);
        });
    }
}
