package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.PERSON;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.LifecycleQuery;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.StickinessQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Questions about in which days, weeks or months people are active. */
final class ActivityCompiler {

    private ActivityCompiler() {}

    static Statement stickiness(Context context, StickinessQuery query) {
        String sql =
                "SELECT\n    buckets,\n    count() AS people,\n    sum(people) OVER (ORDER BY buckets DESC) AS peopleAtLeast,\n"
                        + "    people / sum(people) OVER () AS share\nFROM\n"
                        + Text.nested(activeBuckets(context, query)) + "\nGROUP BY buckets\nORDER BY buckets";
        return Statement.of(
                sql,
                context,
                List.of(
                        Column.dimension("buckets"),
                        Column.count("people"),
                        Column.count("peopleAtLeast"),
                        Column.metric("share", "share")),
                Integer.MAX_VALUE);
    }

    /** One row a person: who, and in how many buckets. */
    static String activeBuckets(Context context, StickinessQuery query) {
        String time = Context.time(entity(query.event()));
        String day = Buckets.day(query.unit(), time);
        String buckets = BucketBits.of(context, query.unit(), context.range(), 0)
                .map(bits -> "bitCount(" + bits.gathered(time) + ")")
                .orElse("uniqExact(" + day + ")");
        return "SELECT\n    " + PERSON + " AS who,\n    " + buckets + " AS buckets\n"
                + rows(context, query.event(), query.scope().where()) + "\nGROUP BY who";
    }

    static Statement lifecycle(Context context, LifecycleQuery query) {
        String sql = BucketBits.of(context, query.unit(), range(query), 1)
                .map(bits -> ofPatterns(context, query, bits))
                .orElseGet(() -> ofStates(context, query));
        return new Statement(
                sql,
                context.sql(),
                List.of(
                        Column.time(),
                        Column.count("newPeople"),
                        Column.count("returning"),
                        Column.count("resurrecting"),
                        Column.count("dormant")),
                query.unit(),
                true,
                Integer.MAX_VALUE,
                0);
    }

    private static Range range(LifecycleQuery query) {
        Buckets.day(query.unit(), "x");
        if (!query.scope().range().bounded()) {
            throw Refusal.invalid("from", "a lifecycle needs from and to");
        }
        return query.scope().range();
    }

    /** People who were active in the same buckets are counted once, and those are far fewer patterns than people. */
    private static String ofPatterns(Context context, LifecycleQuery query, BucketBits bits) {
        String time = Context.time(entity(query.event()));
        Context everBefore = context.over(new Range(null, query.scope().range().to()));
        String people = "SELECT\n    " + PERSON + " AS who,\n    " + bits.index("min(" + time + ")")
                + " AS born,\n    " + bits.gatheredOfRange(time) + " AS active\n"
                + rows(everBefore, query.event(), query.scope().where()) + "\nGROUP BY who\nHAVING active > 0";
        String patterns = "SELECT\n    born,\n    active,\n    count() AS people\nFROM\n" + Text.nested(people)
                + "\nGROUP BY born, active";
        String here = BucketBits.isSet("active", "bucket");
        String before = BucketBits.isSet("active", "bucket - 1");
        return "SELECT\n    toDateTime(" + bits.day("bucket") + ", {timezone:String}) AS time,\n"
                + "    sumIf(people, bucket = born) AS newPeople,\n"
                + "    sumIf(people, bucket != born AND " + here + " AND " + before + ") AS returning,\n"
                + "    sumIf(people, bucket != born AND " + here + " AND NOT " + before + ") AS resurrecting,\n"
                + "    sumIf(people, NOT " + here + ") AS dormant\nFROM\n" + Text.nested(patterns)
                + "\nARRAY JOIN " + BucketBits.set("bitOr(active, bitShiftLeft(active, 1))") + " AS bucket\n"
                + "WHERE bucket BETWEEN 1 AND " + (bits.count() - 1) + "\nGROUP BY time\nORDER BY time";
    }

    private static String ofStates(Context context, LifecycleQuery query) {
        return "SELECT\n    toDateTime(state.1, {timezone:String}) AS time,\n"
                + "    countIf(state.2 = 'newPeople') AS newPeople,\n"
                + "    countIf(state.2 = 'returning') AS returning,\n"
                + "    countIf(state.2 = 'resurrecting') AS resurrecting,\n"
                + "    countIf(state.2 = 'dormant') AS dormant\nFROM\n" + Text.nested(states(context, query))
                + "\nGROUP BY time\nORDER BY time";
    }

    /** One row for each person and bucket of the range: who, and (bucket, what it is there). */
    static String states(Context context, LifecycleQuery query) {
        Range range = range(query);
        Interval unit = query.unit();
        String first = date(context, unit, range.from());
        String last = date(context, unit, range.to().minusMillis(1));
        String time = Context.time(entity(query.event()));
        Context everBefore = context.over(new Range(null, range.to()));
        String people = "SELECT\n    " + PERSON + " AS who,\n    min(" + Buckets.day(unit, time) + ") AS born,\n"
                + "    groupUniqArrayIf(" + Buckets.day(unit, time) + ", " + Buckets.day(unit, time) + " >= "
                + Buckets.add(unit, first, -1) + ") AS active\n"
                + rows(everBefore, query.event(), query.scope().where()) + "\nGROUP BY who\nHAVING notEmpty(active)";
        String here = "arrayMap(b -> (b, multiIf(b = born, 'newPeople', has(active, " + Buckets.add(unit, "b", -1)
                + "), 'returning', 'resurrecting')), arrayFilter(b -> b >= " + first + ", active))";
        String gone = "arrayMap(b -> (" + Buckets.add(unit, "b", 1) + ", 'dormant'), arrayFilter(b -> NOT has(active, "
                + Buckets.add(unit, "b", 1) + ") AND " + Buckets.add(unit, "b", 1) + " <= " + last + ", active))";
        return "SELECT\n    who,\n    arrayJoin(arrayConcat(" + here + ", " + gone + ")) AS state\nFROM\n"
                + Text.nested(people);
    }

    private static String date(Context context, Interval unit, Instant instant) {
        return Buckets.date(context, unit.floor(instant, context.timezone()));
    }

    static Entity entity(Condition event) {
        return event == null ? Entity.SESSION : Entity.EVENT;
    }

    private static String rows(Context context, Condition event, Condition where) {
        Entity entity = entity(event);
        List<String> conditions = new ArrayList<>(context.rows(entity));
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(entity, Condition.and(event == null ? Condition.ALWAYS : event, where)));
        return "FROM " + Context.table(entity) + "\nWHERE " + Text.and(conditions);
    }
}
