package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.otel.PushHeaders;
import dev.claymore.otel.PushSettings;
import dev.claymore.otel.PushStatus;
import dev.claymore.otel.Pushes;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.ExportLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** Where a project's sessions are pushed to, and how that is doing. Values of headers come in and never out. */
final class PushRoutes {

    private static final int MAX_ENDPOINT = 2_000;

    private final Questions questions;
    private final Pushes pushes;
    private final Clock clock;
    private final ReentrantLock saving = new ReentrantLock();

    PushRoutes(Questions questions, Pushes pushes, Clock clock) {
        this.questions = questions;
        this.pushes = pushes;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/push", this::show),
                Route.admin("PUT", "/api/projects/{projectId}/push", this::save),
                Route.admin("DELETE", "/api/projects/{projectId}/push", this::remove));
    }

    private void show(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(
                200,
                pushes.find(projectId).map(found -> shown(projectId, found)).orElse(Map.of()));
    }

    /** One after another: headers that stay belong to the receiver that was read before. */
    private void save(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        JsonNode body =
                exchange.body(Set.of("enabled", "endpoint", "headers", "filters", "replay", "from", "idleSeconds"));
        Pushes.Shown saved;
        saving.lock();
        try {
            saved = save(projectId, body);
        } finally {
            saving.unlock();
        }
        exchange.json(200, shown(projectId, saved));
    }

    private Pushes.Shown save(String projectId, JsonNode body) {
        Optional<PushSettings> before = pushes.find(projectId).map(Pushes.Shown::settings);
        Optional<Instant> from = Json.text(body, "from", 40).map(text -> Times.parse("from", text));
        JsonNode filters = body.path("filters").isMissingNode() ? null : body.get("filters");
        if (filters != null) {
            Questions.filters(filters);
        }
        PushSettings asked;
        PushHeaders headers;
        try {
            asked = new PushSettings(
                    UUID.randomUUID(),
                    Json.bool(body, "enabled", true),
                    Json.required(body, "endpoint", MAX_ENDPOINT),
                    filters,
                    Json.bool(body, "replay", false),
                    from.or(() -> before.map(old -> Instant.ofEpochMilli(old.from())))
                            .orElseGet(clock::instant)
                            .toEpochMilli(),
                    Json.whole(
                            body, "idleSeconds", PushSettings.DEFAULT_IDLE_SECONDS, 1, PushSettings.MOST_IDLE_SECONDS));
            headers = body.has("headers") ? headers(body.get("headers")) : null;
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
        boolean sameReceiver =
                before.filter(old -> old.endpoint().equals(asked.endpoint())).isPresent();
        if (!sameReceiver && headers == null) {
            // What was meant for one receiver must not go to another.
            headers = PushHeaders.NONE;
        }
        PushSettings settings = sameReceiver ? asked.continuing(before.get()) : asked;
        return saved(projectId, settings, headers);
    }

    private Pushes.Shown saved(String projectId, PushSettings settings, PushHeaders headers) {
        try {
            return pushes.save(projectId, settings, headers);
        } catch (Refusal e) {
            throw Problem.invalid(e.code(), "filters: " + e.getMessage()).thrown();
        }
    }

    private void remove(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        saving.lock();
        try {
            pushes.remove(projectId);
        } finally {
            saving.unlock();
        }
        exchange.noContent();
    }

    private static PushHeaders headers(JsonNode given) {
        Map<String, String> values = new HashMap<>();
        given.properties().forEach(header -> {
            if (!header.getValue().isTextual()) {
                throw Problem.invalid("invalid_field", "\"headers\" must be an object of texts.")
                        .thrown();
            }
            values.put(header.getKey(), header.getValue().textValue());
        });
        if (!given.isObject()) {
            throw Problem.invalid("invalid_field", "\"headers\" must be an object of texts.")
                    .thrown();
        }
        return new PushHeaders(values);
    }

    private Map<String, Object> shown(String projectId, Pushes.Shown found) {
        PushSettings settings = found.settings();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("enabled", settings.enabled());
        shown.put("endpoint", settings.endpoint());
        shown.put("headers", found.headers());
        shown.put("filters", settings.filters());
        shown.put("replay", settings.replay());
        shown.put("from", Times.iso(Instant.ofEpochMilli(settings.from())));
        shown.put("idleSeconds", settings.idleSeconds());
        shown.put("streamId", settings.streamId());
        ExportLedger.Totals totals = pushes.totals(projectId, settings);
        shown.put(
                "delivered",
                Map.of(
                        "sessions",
                        totals.sessions(),
                        "records",
                        totals.records() - totals.refused(),
                        "refused",
                        totals.refused()));
        shown.put(
                "status",
                pushes.status(projectId).map(status -> status(settings, status)).orElse(Map.of("phase", "off")));
        return shown;
    }

    private Map<String, Object> status(PushSettings settings, PushStatus status) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("phase", settings.enabled() ? status.phase() : "off");
        shown.put("waitingSessions", status.waiting());
        shown.put("lagSeconds", lagSeconds(status));
        put(shown, "deliveredTo", status.deliveredTo());
        put(shown, "lastAcceptedAt", status.lastAcceptedAt());
        put(shown, "nextAttemptAt", status.nextAttemptAt());
        if (status.lastErrorAt() != null) {
            shown.put("lastError", Map.of("at", Times.iso(status.lastErrorAt()), "message", status.lastError()));
        }
        return shown;
    }

    /** How long the first session that waits has been over. */
    private long lagSeconds(PushStatus status) {
        return status.oldest() == null
                ? 0
                : Math.max(0, Duration.between(status.oldest(), clock.instant()).toSeconds());
    }

    private static void put(Map<String, Object> shown, String name, Instant at) {
        if (at != null) {
            shown.put(name, Times.iso(at));
        }
    }
}
