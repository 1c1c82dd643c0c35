package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.DataKind;
import dev.claymore.store.Forecast;
import dev.claymore.store.Governor;
import dev.claymore.store.RetentionRule;
import dev.claymore.store.StoragePolicies;
import dev.claymore.store.StoragePolicy;
import dev.claymore.store.StorageUse;
import dev.claymore.store.StorageUse.Slice;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the bytes are, how long they stay, and what was dropped. */
final class StorageRoutes {

    private static final int MAX_DROPS = 100;
    private static final Set<String> POLICY = Set.of("rules", "budgetBytes", "whenOver");

    private final StorageKeeper keeper;
    private final Questions questions;
    private final Clock clock;

    StorageRoutes(StorageKeeper keeper, Questions questions, Clock clock) {
        this.keeper = keeper;
        this.questions = questions;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.admin("GET", "/api/storage", this::all),
                Route.admin("PUT", "/api/storage/policy", this::changeAll),
                Route.project("GET", "/storage", this::project),
                Route.admin("PUT", "/api/projects/{projectId}/storage/policy", this::changeProject));
    }

    private void all(Exchange exchange) {
        StorageUse use = keeper.meter().measure();
        StoragePolicies.All policies = keeper.policies().all();
        boolean cold = keeper.retention().hasColdVolume();
        long budget = policies.general().budgetBytes();
        long room = use.localBytes() + use.localFreeBytes();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("measuredAt", Times.iso(use.measuredAt()));
        answer.put("localBytes", use.localBytes());
        answer.put("s3Bytes", use.remoteBytes());
        answer.put("systemLogBytes", use.systemBytes());
        answer.put("s3", cold);
        answer.put("disks", use.disks().stream().map(StorageRoutes::disk).toList());
        answer.put("tables", use.tables().stream().map(StorageRoutes::table).toList());
        answer.put("columns", use.columns());
        answer.put("projects", projects(use));
        answer.put(
                "forecast",
                forecast(Forecast.of(
                        use.slices(), policies, cold, false, budget > 0 ? Math.min(budget, room) : room, today())));
        answer.put("policy", PolicyJson.shown(policies.general()));
        answer.put("drops", drops(""));
        answer.put("problem", keeper.lastFailure().orElse(null));
        exchange.json(200, answer);
    }

    private void changeAll(Exchange exchange) {
        StoragePolicy policy = policy(exchange);
        keep(() -> keeper.policies().saveGeneral(policy));
        exchange.json(200, PolicyJson.shown(keeper.policies().all().general()));
    }

    private void project(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        StorageUse use = keeper.meter().measure();
        StoragePolicies.All policies = keeper.policies().all();
        List<Slice> slices = use.slices().stream()
                .filter(slice -> slice.projectId().equals(projectId))
                .toList();
        long budget = policies.of(projectId).budgetBytes();
        long room = use.bytesOf(projectId) + use.localFreeBytes();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("measuredAt", Times.iso(use.measuredAt()));
        answer.put("bytes", use.bytesOf(projectId));
        answer.put("s3", keeper.retention().hasColdVolume());
        answer.put("kinds", kinds(slices));
        answer.put(
                "forecast",
                forecast(Forecast.of(
                        slices, policies, false, true, budget > 0 ? Math.min(budget, room) : room, today())));
        answer.put("policy", PolicyJson.shown(policies.of(projectId)));
        Map<String, Object> holds = new LinkedHashMap<>();
        for (DataKind kind : DataKind.values()) {
            holds.put(kind.key(), PolicyJson.shown(policies.rule(projectId, kind)));
        }
        answer.put("holds", holds);
        answer.put("drops", drops(projectId));
        exchange.json(200, answer);
    }

    private void changeProject(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        StoragePolicy policy = policy(exchange);
        keep(() -> keeper.policies().saveOwn(projectId, policy));
        exchange.json(200, PolicyJson.shown(keeper.policies().all().of(projectId)));
    }

    private StoragePolicy policy(Exchange exchange) {
        JsonNode body = exchange.body(POLICY);
        try {
            StoragePolicy policy = PolicyJson.read(body);
            boolean moves = policy.whenOver().contains(StoragePolicy.Step.MOVE_TO_S3)
                    || policy.rules().values().stream().anyMatch(rule -> rule.s3AfterDays() > RetentionRule.NEVER);
            if (moves && !keeper.retention().hasColdVolume()) {
                throw Problem.of(
                                409,
                                "no_s3",
                                "No bucket is configured: set CLAYMORE_S3_ENDPOINT and CLAYMORE_S3_BUCKET.")
                        .thrown();
            }
            return policy;
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
    }

    private void keep(Runnable save) {
        try {
            save.run();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
        var _ = keeper.retention().apply(keeper.policies().all());
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Map<String, Object> disk(StorageUse.Disk disk) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", disk.name());
        shown.put("type", disk.type());
        shown.put("remote", disk.remote());
        shown.put("totalBytes", disk.remote() ? null : disk.totalBytes());
        shown.put("freeBytes", disk.remote() ? null : disk.freeBytes());
        return shown;
    }

    private static Map<String, Object> table(StorageUse.Table table) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("table", table.table());
        shown.put("kind", table.kind() == null ? null : table.kind().key());
        shown.put("disk", table.disk());
        shown.put("remote", table.remote());
        shown.put("parts", table.parts());
        shown.put("rows", table.rows());
        shown.put("bytes", table.bytes());
        shown.put("inactiveBytes", table.inactiveBytes());
        shown.put("uncompressedBytes", table.uncompressedBytes());
        shown.put("oldest", table.oldest());
        shown.put("newest", table.newest());
        return shown;
    }

    private static List<Map<String, Object>> projects(StorageUse use) {
        Map<String, List<Slice>> byProject = use.slices().stream()
                .collect(Collectors.groupingBy(Slice::projectId, TreeMap::new, Collectors.toList()));
        List<Map<String, Object>> projects = new ArrayList<>();
        byProject.forEach((projectId, slices) -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("projectId", projectId);
            shown.put("bytes", slices.stream().mapToLong(Slice::bytes).sum());
            shown.put("kinds", kinds(slices));
            projects.add(shown);
        });
        return projects;
    }

    private static List<Map<String, Object>> kinds(List<Slice> slices) {
        Map<DataKind, List<Slice>> byKind =
                slices.stream().collect(Collectors.groupingBy(Slice::kind, TreeMap::new, Collectors.toList()));
        List<Map<String, Object>> kinds = new ArrayList<>();
        byKind.forEach((kind, of) -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("kind", kind.key());
            shown.put("rows", of.stream().mapToLong(Slice::rows).sum());
            shown.put(
                    "localBytes",
                    of.stream()
                            .filter(slice -> !slice.remote())
                            .mapToLong(Slice::bytes)
                            .sum());
            shown.put(
                    "s3Bytes",
                    of.stream().filter(Slice::remote).mapToLong(Slice::bytes).sum());
            shown.put("oldestWeek", edge(of, false));
            shown.put("newestWeek", edge(of, true));
            kinds.add(shown);
        });
        return kinds;
    }

    private static String edge(List<Slice> slices, boolean newest) {
        Function<Slice, LocalDate> week = Slice::week;
        LocalDate found = slices.stream()
                .map(week)
                .reduce((a, b) -> a.isBefore(b) == newest ? b : a)
                .orElseThrow();
        return found.toString();
    }

    private static Map<String, Object> forecast(Forecast forecast) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("growthBytesPerDay", forecast.growthPerDay());
        shown.put("limitBytes", forecast.limitBytes());
        shown.put(
                "daysLeft",
                forecast.daysLeft().isPresent() ? forecast.daysLeft().getAsInt() : null);
        shown.put("bytesIn30Days", forecast.bytesIn30Days());
        return shown;
    }

    private List<Map<String, Object>> drops(String projectId) {
        List<Map<String, Object>> drops = new ArrayList<>();
        for (Governor.Drop drop : keeper.governor().drops(projectId, MAX_DROPS)) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("at", Times.iso(drop.at()));
            shown.put("projectId", drop.projectId());
            shown.put("table", drop.table());
            shown.put("action", drop.action());
            shown.put("before", Times.iso(drop.before()));
            shown.put("rows", drop.rows());
            shown.put("bytes", drop.bytes());
            shown.put("starred", drop.starred());
            shown.put("reason", drop.reason());
            drops.add(shown);
        }
        return drops;
    }
}
