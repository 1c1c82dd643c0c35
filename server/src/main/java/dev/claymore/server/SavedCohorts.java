package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.ProjectCohorts;
import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.compile.Cohorts.Cohort;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.store.SavedItems;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Cohorts as people save them: {@code {"where": condition, "days": 30}}, without days over all data. */
final class SavedCohorts implements ProjectCohorts {

    private final SavedItems items;
    private final Clock clock;

    SavedCohorts(SavedItems items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    @Override
    public Cohorts of(String projectId) {
        return id -> find(projectId, id);
    }

    private Optional<Cohort> find(String projectId, String id) {
        UUID uuid;
        try {
            uuid = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return items.find(projectId, uuid)
                .filter(item -> item.kind().equals("cohort"))
                .map(item -> cohort(Json.tree(item.body().getBytes(StandardCharsets.UTF_8))));
    }

    private Cohort cohort(JsonNode body) {
        Condition where = QueryJson.condition(body.path("where"), "where");
        int days = body.path("days").asInt(0);
        // From a minute on that all questions of the minute share, so that their answers can be taken again.
        Instant to = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
        return new Cohort(where, days > 0 ? new Range(to.minus(Duration.ofDays(days)), to) : Range.ALL);
    }
}
