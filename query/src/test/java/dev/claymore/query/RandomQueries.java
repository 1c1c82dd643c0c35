package dev.claymore.query;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.Did;
import dev.claymore.query.language.Condition.Sequence;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Aggregate;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.Measure.Ratio;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Small random sites and random questions about them; the same seed gives the same. */
final class RandomQueries {

    static final Set<String> EVENT_FIELDS = Set.of("type", "name", "customEvent", "viewedPage", "value", "errorCode");
    static final Set<String> SESSION_FIELDS = Set.of("pageviewCount", "errorCount", "entryPage", "durationMs");
    static final Set<String> NUMBERS = Set.of("value", "errorCode", "pageviewCount", "errorCount", "durationMs");

    private static final Instant START = Instant.parse("2026-03-24T00:00:00Z");
    private static final List<String> PAGES = List.of("/", "/sale", "/cart", "/docs/a");
    private static final List<String> NAMES = List.of("signup", "purchase", "search");

    private final Random random;

    RandomQueries(long seed) {
        this.random = new Random(seed);
    }

    /** Some forty sessions in ten days around a change of the clocks; people log in halfway, some sessions go on for days. */
    Story story(String projectId) {
        return story(projectId, false);
    }

    /** @param crowded whether many events share their millisecond with another, or are one away from it */
    Story story(String projectId, boolean crowded) {
        Story story = new Story(projectId);
        for (int i = 0; i < 40; i++) {
            int person = random.nextInt(12);
            Instant at = START.plus(
                    Duration.ofMillis(random.nextLong(Duration.ofDays(10).toMillis())));
            Story.Session session = story.session(at.toString(), "a" + person)
                    .with("country", pick("DE", "US", "", "FR"))
                    .with("device", pick("mobile", "desktop"))
                    .with("browser", "Firefox");
            if (random.nextInt(3) > 0) {
                session.tag("plan", pick("free", "plus"));
            }
            boolean known = person % 3 == 0;
            double minutes = 0;
            int count = 1 + random.nextInt(12);
            for (int event = 0; event < count; event++) {
                if (known || (person % 3 == 1 && event > count / 2)) {
                    session.user("u" + person);
                }
                event(session, minutes);
                if (!crowded || random.nextBoolean()) {
                    minutes += random.nextInt(40) == 0 ? 2_000 : 0.01 + random.nextInt(30);
                } else if (random.nextInt(3) == 0) {
                    minutes += 1.0 / 60_000;
                }
            }
        }
        return story;
    }

    private void event(Story.Session session, double minutes) {
        switch (random.nextInt(6)) {
            case 0, 1 -> session.view(minutes, pick(PAGES));
            case 2 -> session.event(minutes, "click", "page", pick(PAGES));
            case 3, 4 -> session.event(minutes, "custom", "name", pick(NAMES), "value", random.nextInt(5) * 10);
            default ->
                session.event(
                        minutes, random.nextBoolean() ? "error" : "request", "errorCode", random.nextInt(2) * 500);
        }
    }

    Range range() {
        Instant from = START.plus(Duration.ofHours(random.nextInt(200)));
        return switch (random.nextInt(6)) {
            case 0 -> new Range(null, from);
            case 1 -> new Range(from, null);
            case 2 -> Range.ALL;
            default -> new Range(from, from.plus(Duration.ofHours(1 + random.nextInt(150))));
        };
    }

    Measure measure() {
        if (random.nextInt(5) == 0) {
            return new Ratio("m", aggregate(false), aggregate(true));
        }
        return aggregate(false);
    }

    private Aggregate aggregate(boolean counting) {
        Entity over = random.nextBoolean() ? Entity.SESSION : Entity.EVENT;
        Function function = counting ? Function.COUNT : pick(Function.values());
        String field = switch (function) {
            case SUM, AVG, MIN, MAX, PERCENTILE -> over == Entity.SESSION ? "durationMs" : "value";
            case UNIQUES -> over == Entity.SESSION ? "entryPage" : "viewedPage";
            default -> null;
        };
        return new Aggregate(
                "m", function, over, field, function == Function.PERCENTILE ? 0.75 : 0, condition(over, 2));
    }

    Condition condition(Entity entity, int depth) {
        int kind = random.nextInt(depth > 0 ? 12 : 5);
        return switch (kind) {
            case 0 -> Condition.ALWAYS;
            case 5 -> Condition.and(condition(entity, depth - 1), condition(entity, depth - 1));
            case 6 -> Condition.any(condition(entity, depth - 1), condition(entity, depth - 1));
            case 7 -> Condition.not(condition(entity, depth - 1));
            case 8 -> new Did(Subject.SESSION, Entity.EVENT, condition(Entity.EVENT, depth - 1), count(), During.QUERY);
            case 9 -> {
                Entity what = random.nextBoolean() ? Entity.EVENT : Entity.SESSION;
                yield new Did(
                        Subject.PERSON, what, condition(what, depth - 1), count(), pick(During.QUERY, During.EVER));
            }
            case 10 ->
                new Sequence(
                        pick(Subject.values()),
                        List.of(condition(Entity.EVENT, 0), condition(Entity.EVENT, 0)),
                        pick(null, Duration.ofMinutes(30), Duration.ofDays(2)),
                        pick(During.QUERY, During.EVER));
            default -> where(entity);
        };
    }

    private Count count() {
        return pick(
                Count.AT_LEAST_ONCE,
                Count.NEVER,
                Count.atLeast(2),
                new Count(Operator.EQ, 1),
                new Count(Operator.LT, 3),
                new Count(Operator.NE, 2));
    }

    private Condition where(Entity entity) {
        return switch (random.nextInt(11)) {
            case 0 -> Condition.compare("country", pick(Operator.EQ, Operator.NE), pick("DE", "US"), pick("", "FR"));
            case 1 -> Condition.eq("device", "mobile");
            case 2 -> Condition.compare("tags.plan", pick(Operator.EQ, Operator.NE), "plus");
            case 3 -> Condition.compare("tags.plan", pick(Operator.EXISTS, Operator.NOT_EXISTS));
            case 4 -> Condition.compare("pageviewCount", pick(Operator.GTE, Operator.LT, Operator.EQ), "2");
            case 5 -> Condition.compare("errorCount", Operator.GT, "0");
            case 6 -> Condition.compare("entryPage", pick(Operator.EQ, Operator.STARTS_WITH), pick(PAGES));
            case 7 -> Condition.compare("customEvent", pick(Operator.EQ, Operator.NE), pick(NAMES));
            case 8 -> Condition.compare("viewedPage", pick(Operator.EQ, Operator.CONTAINS), pick(PAGES));
            case 9 -> Condition.compare("value", pick(Operator.GT, Operator.GTE), "20");
            default ->
                entity == Entity.EVENT
                        ? Condition.eq("type", pick("error", "click", "custom"))
                        : Condition.compare("errorCode", Operator.GTE, "400");
        };
    }

    @SafeVarargs
    final <T> T pick(T... items) {
        return items[random.nextInt(items.length)];
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
