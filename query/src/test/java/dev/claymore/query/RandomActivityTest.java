package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.LifecycleQuery;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.StickinessQuery;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Stickiness and lifecycle of random visits over a year and a half, in zones with and without summer time, against what is counted by hand.
 * Ranges are of one bucket to more than a number has bits.
 */
final class RandomActivityTest {

    private static final ClickHouse CLICKHOUSE = TestDatabase.migrated();
    private static final Instant START = Instant.parse("2025-02-10T00:00:00Z");
    private static final int DAYS = 550;
    private static final int QUESTIONS = 60;
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Kolkata"));
    private static final List<Integer> LENGTHS = List.of(1, 6, 30, 63, 64, 65, 127, 129, 200, 254, 255, 256, 257, 400);

    private static final Random RANDOM = new Random(7);
    private static final Map<String, List<Instant>> VISITS = new TreeMap<>();

    /** Some come once, some nearly every day, some stay away for months. */
    @BeforeAll
    static void visits() {
        List<String> people = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        for (int person = 0; person < 40; person++) {
            long pause = Duration.ofHours(4).toSeconds() << RANDOM.nextInt(11);
            Instant at = START.plusSeconds(RANDOM.nextLong(Duration.ofDays(DAYS).toSeconds()));
            for (int visit = 0; visit < 60 && at.isBefore(START.plus(Duration.ofDays(DAYS))); visit++) {
                VISITS.computeIfAbsent("p" + person, name -> new ArrayList<>()).add(at);
                people.add("p" + person);
                times.add(at);
                at = at.plusSeconds(1 + RANDOM.nextLong(2 * pause));
            }
        }
        CLICKHOUSE.command("""
                INSERT INTO events (projectId, sessionId, eventId, createdAt, timestamp, type, userId)
                SELECT 'active', generateUUIDv4(visit), generateUUIDv4((visit, 1)), visit.2, visit.2, 'pageview', visit.1
                FROM (SELECT arrayJoin(arrayZip({people:Array(String)}, {times:Array(DateTime64(3, 'UTC'))})) AS visit)
                """, Map.of("people", people, "times", times));
    }

    /** What is asked, and what the answer must be. */
    private record Question(Interval unit, Scope scope, Condition event) {

        ZonedDateTime bucket(Instant time) {
            return unit.floor(time, scope.timezone());
        }

        NavigableSet<ZonedDateTime> buckets(List<Instant> visits, Range range) {
            return visits.stream()
                    .filter(visit -> range.from() == null || !visit.isBefore(range.from()))
                    .filter(visit -> visit.isBefore(range.to()))
                    .map(this::bucket)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Question question() {
        ZoneId zone = ZONES.get(RANDOM.nextInt(ZONES.size()));
        Interval unit = List.of(Interval.DAY, Interval.DAY, Interval.WEEK, Interval.MONTH)
                .get(RANDOM.nextInt(4));
        Instant from = START.plus(Duration.ofHours(RANDOM.nextInt(24 * DAYS)));
        Duration length = Duration.ofHours(24L * LENGTHS.get(RANDOM.nextInt(LENGTHS.size())) - RANDOM.nextInt(24));
        Scope scope = new Scope(new Range(from, from.plus(length)), zone, Condition.ALWAYS);
        return new Question(unit, scope, RANDOM.nextBoolean() ? null : Condition.eq("type", "pageview"));
    }

    @Test
    void stickiness_agrees_with_what_is_counted_by_hand() {
        Asking ask = new Asking(CLICKHOUSE, "active");
        for (int i = 0; i < QUESTIONS; i++) {
            Question question = question();
            Map<Integer, Integer> expected = new TreeMap<>();
            VISITS.values().forEach(visits -> {
                int buckets = question.buckets(visits, question.scope().range()).size();
                if (buckets > 0) {
                    expected.merge(buckets, 1, Integer::sum);
                }
            });
            Result result = ask.result(new StickinessQuery(question.scope(), question.event(), question.unit()));
            Map<Integer, Integer> actual = new TreeMap<>();
            result.rows().forEach(row -> actual.put(number(row.get(0)), number(row.get(1))));
            assertThat(actual).as(question + "\n" + result.sql()).isEqualTo(expected);
        }
    }

    @Test
    void lifecycle_agrees_with_what_is_counted_by_hand() {
        Asking ask = new Asking(CLICKHOUSE, "active");
        for (int i = 0; i < QUESTIONS; i++) {
            Question question = question();
            Map<Instant, int[]> expected = new TreeMap<>();
            VISITS.values().forEach(visits -> live(question, visits, expected));
            Result result = ask.result(new LifecycleQuery(question.scope(), question.event(), question.unit()));
            Map<Instant, int[]> actual = new TreeMap<>();
            result.rows()
                    .forEach(row -> actual.put(
                            Instant.parse(String.valueOf(row.getFirst())),
                            row.stream()
                                    .skip(1)
                                    .mapToInt(RandomActivityTest::number)
                                    .toArray()));
            actual.values().removeIf(counts -> java.util.Arrays.stream(counts).sum() == 0);
            assertThat(text(actual)).as(question + "\n" + result.sql()).isEqualTo(text(expected));
        }
    }

    @Test
    void new_and_returning_visitors_agree_with_what_is_counted_by_hand() {
        Asking ask = new Asking(CLICKHOUSE, "active");
        List<Measure> measures = Measure.named("newVisitors", "returningVisitors", "visitors", "sessions");
        for (int i = 0; i < QUESTIONS; i++) {
            Scope scope = question().scope();
            int[] expected = new int[4];
            VISITS.values().forEach(visits -> {
                List<Instant> here = visits.stream()
                        .filter(visit -> !visit.isBefore(scope.range().from())
                                && visit.isBefore(scope.range().to()))
                        .toList();
                boolean isNew = here.contains(visits.getFirst());
                expected[0] += isNew ? 1 : 0;
                expected[1] += here.size() > (isNew ? 1 : 0) ? 1 : 0;
                expected[2] += here.isEmpty() ? 0 : 1;
                expected[3] += here.size();
            });
            Result result = ask.result(MetricsQuery.of(scope, measures));
            Duration length =
                    Duration.between(scope.range().from(), scope.range().to());
            assertThat(result.sql().contains("AS began")).isEqualTo(length.toDays() >= 3);
            assertThat(result.rows().getFirst().stream()
                            .map(RandomActivityTest::number)
                            .toList())
                    .as(scope + "\n" + result.sql())
                    .containsExactly(expected[0], expected[1], expected[2], expected[3]);
        }
    }

    /** Adds what a person is in each bucket: new, returning, resurrecting, dormant. */
    private static void live(Question question, List<Instant> visits, Map<Instant, int[]> counts) {
        Range range = question.scope().range();
        NavigableSet<ZonedDateTime> active = question.buckets(visits, new Range(null, range.to()));
        ZonedDateTime first = question.bucket(range.from());
        for (ZonedDateTime bucket = first;
                bucket.toInstant().isBefore(range.to());
                bucket = question.unit().next(bucket)) {
            boolean here = active.contains(bucket);
            boolean before = active.contains(question.bucket(bucket.toInstant().minusMillis(1)));
            int state = !here ? before ? 3 : -1 : active.first().equals(bucket) ? 0 : before ? 1 : 2;
            if (state >= 0) {
                counts.computeIfAbsent(bucket.toInstant(), start -> new int[4])[state]++;
            }
        }
    }

    private static String text(Map<Instant, int[]> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + java.util.Arrays.toString(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static int number(Object cell) {
        return ((Number) cell).intValue();
    }
}
