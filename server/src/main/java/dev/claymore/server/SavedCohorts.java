package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.Outcome;
import dev.claymore.query.ProjectCohorts;
import dev.claymore.query.Queries;
import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.compile.Cohorts.Cohort;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.InCohort;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
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

    /** The cohort that is being looked at; no id is empty. */
    private static final String THIS = "";

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

    /**
     * Refuses what no question could name, in the words that the question would get.
     *
     * @param id of the cohort whose body this becomes; empty: a new one
     */
    void check(Queries queries, String projectId, Optional<UUID> id, JsonNode body) {
        Cohort cohort = Questions.reading(() -> cohort(body, "body.where"));
        Cohorts others = of(projectId);
        Cohorts named = name -> {
            if (name.equals(THIS)) {
                return Optional.of(cohort);
            }
            if (id.isPresent() && id.equals(uuid(name))) {
                throw Refusal.invalid("cohort", "names itself, or a cohort that does");
            }
            return others.find(name);
        };
        Query members = SessionsQuery.of(Scope.of(Range.ALL).where(new InCohort(THIS)), 1);
        if (queries.check(projectId, members, named)
                instanceof Outcome.Refused<Query>(dev.claymore.query.Problem problem)) {
            String field = problem.field().isEmpty() || problem.field().startsWith("where")
                    ? "body." + problem.field()
                    : "body.where." + problem.field();
            Questions.value(new Outcome.Refused<>(
                    new dev.claymore.query.Problem(problem.code(), field, problem.message(), problem.retryable())));
        }
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Cohort> find(String projectId, String id) {
        return uuid(id).flatMap(uuid -> items.find(projectId, uuid))
                .filter(item -> item.kind().equals("cohort"))
                .map(item -> cohort(Json.tree(item.body().getBytes(StandardCharsets.UTF_8)), "where"));
    }

    private Cohort cohort(JsonNode body, String at) {
        Condition where = QueryJson.condition(body.path("where"), at);
        int days = body.path("days").asInt(0);
        // From a minute on that all questions of the minute share, so that their answers can be taken again.
        Instant to = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
        return new Cohort(where, days > 0 ? new Range(to.minus(Duration.ofDays(days)), to) : Range.ALL);
    }
}
