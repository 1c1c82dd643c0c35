package dev.claymore.store;

import dev.claymore.store.StoragePolicy.Step;
import dev.claymore.store.StorageUse.Slice;
import dev.claymore.store.StoredDays.Day;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps what is stored within its budgets, by the steps that the policies allow and in their order; without steps it changes nothing. The
 * oldest goes first, a week at a time or as many of its days as suffice; what belongs to starred sessions goes only when nothing else is
 * left; the last day never goes. Every drop is written down in {@code storage_drops}.
 *
 * <p>The budget of all projects counts the local disk, that of a project everything it has, on S3 too.
 */
public final class Governor {

    private static final System.Logger LOG = System.getLogger(Governor.class.getName());
    private static final Duration ALWAYS_KEPT = Duration.ofDays(1);

    /** Below the budget by this share, so that it is not the next insert that goes beyond it again. */
    private static final double MARGIN = 0.05;

    private final ClickHouse clickhouse;
    private final StorageMeter meter;
    private final StoragePolicies policies;
    private final Stars stars;
    private final Retention.Tier tier;
    private final Clock clock;
    private final DropLog log;
    private final StoredDays days;

    /** @param projectId empty: of all projects */
    public record Drop(
            String projectId,
            Instant at,
            String table,
            String action,
            String partition,
            Instant before,
            long rows,
            long bytes,
            boolean starred,
            String reason) {}

    public Governor(
            ClickHouse clickhouse,
            StorageMeter meter,
            StoragePolicies policies,
            Stars stars,
            Retention.Tier tier,
            Clock clock) {
        this.clickhouse = clickhouse;
        this.meter = meter;
        this.policies = policies;
        this.stars = stars;
        this.tier = tier;
        this.clock = clock;
        this.log = new DropLog(clickhouse);
        this.days = new StoredDays(clickhouse);
    }

    /** Looks once, and does what is to be done; returns what it dropped. To be called from one thread at a time. */
    public List<Drop> govern() {
        StoragePolicies.All all = policies.all();
        List<Drop> drops = new ArrayList<>();
        if (all.general().budgetBytes() > 0 && !all.general().whenOver().isEmpty() && settled()) {
            StorageUse use = meter.now();
            drops.addAll(within(all.general(), "", use.localBytes(), use));
        }
        for (Map.Entry<String, StoragePolicy> own : all.own().entrySet()) {
            if (own.getValue().budgetBytes() > 0 && !own.getValue().whenOver().isEmpty() && settled()) {
                StorageUse use = meter.now();
                drops.addAll(within(own.getValue(), own.getKey(), use.bytesOf(own.getKey()), use));
            }
        }
        return drops;
    }

    /** What was dropped, the newest first; {@code projectId} empty: of everything. */
    public List<Drop> drops(String projectId, int most) {
        return log.newest(projectId, most);
    }

    /** While parts move or are rewritten, what was dropped is still there to be measured. */
    private boolean settled() {
        return clickhouse
                        .query("""
                                SELECT
                                    (SELECT count() FROM system.mutations WHERE database = {database:String} AND NOT is_done)
                                        + (SELECT count() FROM system.moves WHERE database = {database:String}) AS n
                                """, Map.of("database", clickhouse.database()))
                        .row(0)
                        .number("n")
                == 0;
    }

    /**
     * Takes from one week by one step at most: what is being moved or rewritten still counts, and whether more must go is seen when it has
     * gone.
     */
    private List<Drop> within(StoragePolicy policy, String projectId, long used, StorageUse use) {
        if (used <= policy.budgetBytes()) {
            return List.of();
        }
        long excess = used - Math.round(policy.budgetBytes() * (1 - MARGIN));
        String reason = "%d bytes are stored, the budget%s is %d"
                .formatted(used, projectId.isEmpty() ? "" : " of " + projectId, policy.budgetBytes());
        List<UUID> kept = stars.starred(projectId);
        for (boolean withStarred : kept.isEmpty() ? new boolean[] {true} : new boolean[] {false, true}) {
            for (Step step : policy.whenOver()) {
                Round round = step == Step.MOVE_TO_S3
                        ? move(excess, use, reason)
                        : drop(step, projectId, excess, withStarred ? List.of() : kept, use, reason);
                if (!round.drops().isEmpty() || round.goesOn()) {
                    return round.drops();
                }
            }
        }
        LOG.log(Level.WARNING, "{0}, and nothing is left that may be dropped for it", reason);
        return List.of();
    }

    private static List<DataKind> kinds(Step step) {
        return switch (step) {
            case MOVE_TO_S3 -> List.of(DataKind.RECORDINGS, DataKind.TELEMETRY, DataKind.EVENTS, DataKind.SESSIONS);
            case DROP_RECORDINGS -> List.of(DataKind.RECORDINGS);
            case DROP_TELEMETRY -> List.of(DataKind.TELEMETRY);
            case DROP_EVENTS -> List.of(DataKind.RECORDINGS, DataKind.EVENTS, DataKind.SESSIONS);
        };
    }

    /** Weeks that a step could take from, the oldest first. */
    private SortedSet<LocalDate> weeks(Step step, String projectId, StorageUse use) {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate last = step == Step.MOVE_TO_S3 ? Weeks.monday(today).minusDays(1) : today;
        return use.slices().stream()
                .filter(slice ->
                        kinds(step).contains(slice.kind()) && !slice.week().isAfter(last))
                .filter(slice -> projectId.isEmpty()
                        ? !slice.remote()
                        : slice.projectId().equals(projectId))
                .map(Slice::week)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param goesOn the step has more to take, which it may not yet: nothing else is to go instead */
    private record Round(List<Drop> drops, boolean goesOn) {}

    /** Whole weeks; ClickHouse takes on few parts at a time, the rest moves in the next rounds. */
    private Round move(long excess, StorageUse use, String reason) {
        List<Drop> drops = new ArrayList<>();
        for (LocalDate week : weeks(Step.MOVE_TO_S3, "", use)) {
            if (drops.stream().mapToLong(Drop::bytes).sum() >= excess) {
                break;
            }
            if (!move(week, use, reason, drops)) {
                return new Round(drops, true);
            }
        }
        return new Round(drops, false);
    }

    /** Whether ClickHouse has taken on all of it. */
    private boolean move(LocalDate week, StorageUse use, String reason, List<Drop> drops) {
        for (StoredTable table : tables(Step.MOVE_TO_S3)) {
            List<Slice> there = use.slices().stream()
                    .filter(slice ->
                            slice.table().equals(table.name()) && slice.week().equals(week) && !slice.remote())
                    .toList();
            long bytes = there.stream().mapToLong(Slice::bytes).sum();
            long rows = there.stream().mapToLong(Slice::rows).sum();
            for (String partition : bytes == 0 ? List.<String>of() : partitions(table, week)) {
                try {
                    clickhouse.command(
                            "ALTER TABLE %s MOVE PARTITION ID '%s' TO VOLUME '%s' SETTINGS alter_move_to_space_execute_async = 1"
                                    .formatted(table.name(), partition, tier.coldVolume()));
                } catch (StoreException e) {
                    if (String.valueOf(e.getMessage()).contains("no free threads")) {
                        return false;
                    }
                    throw e;
                }
                drops.add(log.noted(
                        new Drop("", now(), table.name(), "moved", partition, end(week), rows, bytes, false, reason)));
            }
        }
        return true;
    }

    /** Of the oldest week that has something to take. */
    private Round drop(Step step, String projectId, long excess, List<UUID> kept, StorageUse use, String reason) {
        List<StoredTable> tables = tables(step);
        for (LocalDate week : weeks(step, projectId, use)) {
            List<Partition> partitions = new ArrayList<>();
            for (StoredTable table : tables) {
                String going = going(projectId, table.hasSession() ? kept : List.of());
                for (String partition : partitions(table, week)) {
                    partitions.add(new Partition(table, partition, days.of(table, partition, going, use)));
                }
            }
            Instant before = until(partitions, projectId.isEmpty(), excess, week);
            List<Drop> drops = new ArrayList<>();
            for (Partition partition : partitions) {
                Drop drop = dropped(partition, projectId, before, kept, reason);
                if (drop.rows() > 0) {
                    drops.add(log.noted(drop));
                }
            }
            if (!drops.isEmpty()) {
                return new Round(drops, false);
            }
        }
        return new Round(List.of(), false);
    }

    private record Partition(StoredTable table, String id, List<Day> days) {}

    /** As many of the oldest days as free the excess, of all tables together; a whole week where its end is reached. */
    private Instant until(List<Partition> partitions, boolean local, long excess, LocalDate week) {
        SortedMap<LocalDate, Long> bytes = partitions.stream()
                .flatMap(partition -> partition.days().stream())
                .collect(Collectors.groupingBy(
                        Day::day, TreeMap::new, Collectors.summingLong(day -> local ? day.localBytes() : day.bytes())));
        Instant latest = clock.instant().minus(ALWAYS_KEPT);
        Instant before = end(week);
        long freed = 0;
        for (Map.Entry<LocalDate, Long> day : bytes.entrySet()) {
            freed += day.getValue();
            if (freed >= excess) {
                Instant end =
                        day.getKey().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                before = end.isBefore(before) ? end : before;
                break;
            }
        }
        return before.isBefore(latest) ? before : latest.truncatedTo(ChronoUnit.MILLIS);
    }

    private Drop dropped(Partition partition, String projectId, Instant before, List<UUID> kept, String reason) {
        StoredTable table = partition.table();
        List<Day> days = partition.days();
        LocalDate last = before.atOffset(ZoneOffset.UTC).toLocalDate();
        List<Day> gone = days.stream().filter(day -> day.day().isBefore(last)).toList();
        long rows = gone.stream().mapToLong(Day::mine).sum();
        boolean starred = rows > 0 && kept.isEmpty() && hasStarred(table, partition.id(), projectId, last);
        if (rows > 0) {
            boolean whole = gone.size() == days.size() && days.stream().allMatch(day -> day.mine() == day.all());
            if (whole) {
                clickhouse.command("ALTER TABLE %s DROP PARTITION ID '%s'".formatted(table.name(), partition.id()));
            } else {
                clickhouse.command(
                        "ALTER TABLE %s DELETE IN PARTITION ID '%s' WHERE %s < '%s' AND %s SETTINGS mutations_sync = 0"
                                .formatted(
                                        table.name(),
                                        partition.id(),
                                        table.time().orElseThrow(),
                                        last,
                                        going(projectId, table.hasSession() ? kept : List.of())));
            }
        }
        return new Drop(
                projectId,
                now(),
                table.name(),
                "dropped",
                partition.id(),
                last.atStartOfDay(ZoneOffset.UTC).toInstant(),
                rows,
                gone.stream().mapToLong(Day::bytes).sum(),
                starred,
                reason);
    }

    private boolean hasStarred(StoredTable table, String partition, String projectId, LocalDate last) {
        List<UUID> starred = table.hasSession() ? stars.starred(projectId) : List.of();
        return !starred.isEmpty()
                && clickhouse
                                .query(
                                        """
                                        SELECT count() AS n FROM %s
                                        WHERE _partition_id = {partition:String} AND %s < {last:Date} AND sessionId IN {starred:Array(UUID)}
                                        SETTINGS final = 0
                                        """.formatted(table.name(), table.time().orElseThrow()),
                                        Map.of("partition", partition, "last", last.toString(), "starred", starred))
                                .row(0)
                                .number("n")
                        > 0;
    }

    /** Literals, because a mutation keeps its text; both can only be what their types allow. */
    private static String going(String projectId, List<UUID> kept) {
        List<String> conditions = new ArrayList<>();
        if (!projectId.isEmpty() && ProjectId.valid(projectId)) {
            conditions.add("projectId = '" + projectId + "'");
        }
        if (!kept.isEmpty()) {
            conditions.add(kept.stream()
                    .map(id -> "'" + id + "'")
                    .collect(Collectors.joining(", ", "sessionId NOT IN (", ")")));
        }
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    private List<StoredTable> tables(Step step) {
        return StoredTable.of(clickhouse).stream()
                .filter(table -> table.kind().filter(kinds(step)::contains).isPresent())
                .sorted((a, b) -> a.kind().orElseThrow().compareTo(b.kind().orElseThrow()))
                .toList();
    }

    private List<String> partitions(StoredTable table, LocalDate week) {
        return clickhouse
                .query("""
                        SELECT DISTINCT partition, partition_id FROM system.parts
                        WHERE active AND database = {database:String} AND table = {table:String}
                        ORDER BY partition_id
                        """, Map.of("database", clickhouse.database(), "table", table.name()))
                .records()
                .stream()
                .filter(row -> Weeks.of(row.text("partition")).equals(week))
                .map(row -> row.text("partition_id"))
                .toList();
    }

    private static Instant end(LocalDate week) {
        return week.plusDays(7).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
