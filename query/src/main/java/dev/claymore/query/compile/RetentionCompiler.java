package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.PERSON;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.RetentionQuery.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who came back: the day each person qualified, the days each was active, and the periods that lie between. */
final class RetentionCompiler {

    private static final int MAX_PERIOD = 400;

    private final Context context;
    private final RetentionQuery query;
    private final boolean cohorts;
    /** The days that activity is looked at, where a number has as many bits; periods are then looked for in the days after the first one. */
    private final Optional<BucketBits> bits;

    RetentionCompiler(Context context, RetentionQuery query) {
        this.context = context;
        this.query = query;
        this.cohorts = query.cohorts() != Interval.NONE;
        Bounds.check("periods", query.periods().size(), 1, MAX_PERIOD);
        query.periods().forEach(period -> Bounds.check("periods", period, 0, MAX_PERIOD));
        Buckets.day(query.unit(), "x");
        if (cohorts) {
            Buckets.day(query.cohorts(), "x");
        }
        if (query.kind() == Kind.RECURRING && cohorts && query.cohorts() != query.unit()) {
            throw Refusal.invalid("cohorts", "must be the unit, for recurring retention");
        }
        boolean inDays = query.kind() != Kind.RECURRING && query.unit() != Interval.MONTH;
        this.bits = inDays ? BucketBits.of(context, Interval.DAY, reach(), 0) : Optional.empty();
    }

    static Statement compile(Context context, RetentionQuery query) {
        RetentionCompiler compiler = new RetentionCompiler(context, query);
        List<Column> columns = new ArrayList<>();
        if (compiler.cohorts) {
            columns.add(new Column("cohort", "time", "", false));
        }
        columns.add(Column.dimension("period"));
        columns.add(Column.count("people"));
        columns.add(Column.count("returned"));
        columns.add(Column.metric("retentionRate", "share"));
        return Statement.of(compiler.statement(), context, columns, Integer.MAX_VALUE);
    }

    private String statement() {
        String cohort = cohorts ? "cohort, " : "";
        String counts = query.periods().stream()
                .map(period -> "countIf(" + cameBack(period) + ")")
                .collect(Collectors.joining(", ", "[", "]"));
        String counted = "SELECT\n    "
                + (cohorts ? cohortOf("day") + " AS cohort,\n    " : "")
                + "count() AS people,\n    " + counts + " AS back\nFROM\n" + Text.nested(people())
                + (cohorts ? "\nGROUP BY cohort" : "");
        String periods = query.periods().stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        return "SELECT\n    " + cohort
                + "period,\n    people,\n    returned,\n    returned / people AS retentionRate\nFROM\n"
                + Text.nested(counted) + "\nARRAY JOIN " + periods + " AS period, back AS returned\nORDER BY "
                + cohort + "period";
    }

    private String cameBack(int period) {
        if (bits.isEmpty()) {
            return "has(periods, " + period + ")";
        }
        return query.unit() == Interval.WEEK
                ? "bitAnd(bitShiftRight(daysAfter, " + 7 * period + "), 127) > 0"
                : BucketBits.isSet("daysAfter", String.valueOf(period));
    }

    String cohortOf(String day) {
        String start = switch (query.cohorts()) {
            case WEEK -> "toMonday(" + day + ")";
            case MONTH -> "toStartOfMonth(" + day + ")";
            default -> day;
        };
        return "toDateTime(" + start + ", {timezone:String})";
    }

    /** One row for each person and day of qualifying, with the periods it came back in, or the days since then it was active in. */
    private String people() {
        String from = "\nFROM\n" + Text.nested(moments()) + "\nGROUP BY who";
        // A person has few sessions, and may have many events of a day.
        String days = (backEntity() == Entity.SESSION ? "groupArrayIf(" : "groupUniqArrayIf(")
                + Buckets.day(activeUnit(), "at") + ", active)";
        if (query.kind() == Kind.RECURRING) {
            String each = "SELECT\n    who,\n    groupUniqArrayIf(" + Buckets.day(query.unit(), "at")
                    + ", qualifies) AS starts,\n    " + days + " AS days" + from;
            return "SELECT\n    who,\n    day,\n    " + periods("days") + " AS periods\nFROM\n" + Text.nested(each)
                    + "\nARRAY JOIN starts AS day";
        }
        String first = "minIf(at, qualifies)";
        List<String> having = new ArrayList<>(List.of("countIf(qualifies) > 0"));
        if (query.kind() == Kind.FIRST_TIME) {
            having.addAll(context.bounds(first, context.range()));
        }
        String back = bits.map(own ->
                        "bitShiftRight(" + own.gatheredIf("active", "at") + ", " + own.index(first) + ") AS daysAfter")
                .orElseGet(() -> periods(days) + " AS periods");
        return "SELECT\n    who,\n    " + Buckets.day(Interval.DAY, first) + " AS day,\n    " + back + from
                + "\nHAVING " + Text.andInline(having);
    }

    private String periods(String days) {
        return "arrayDistinct(arrayMap(then -> " + period("day", "then") + ", " + days + "))";
    }

    private Interval activeUnit() {
        return query.kind() == Kind.RECURRING ? query.unit() : Interval.DAY;
    }

    /** What counts: who, when, whether it qualifies, and whether it is activity as far as a period reaches. Sessions are read once for both. */
    private String moments() {
        if (startEntity() == Entity.EVENT || backEntity() == Entity.EVENT) {
            return moment(startEntity(), "true AS qualifies, false AS active", qualifying()) + "\nUNION ALL\n"
                    + moment(backEntity(), "false, true", being());
        }
        boolean always = query.kind() == Kind.FIRST_TIME;
        Range whole = new Range(always ? null : reach().from(), reach().to());
        List<String> qualifies = new ArrayList<>(qualifyingOnly());
        if (!always) {
            qualifies.addAll(context.bounds(Context.time(Entity.SESSION), context.range()));
        }
        List<String> active = context.bounds(Context.time(Entity.SESSION), reach());
        List<String> rows = new ArrayList<>(context.rows(Entity.SESSION, whole));
        rows.addAll(newcomers());
        return moment(
                Entity.SESSION,
                Text.andInline(qualifies) + " AS qualifies, " + Text.andInline(active) + " AS active",
                rows);
    }

    private static String moment(Entity entity, String flags, List<String> conditions) {
        return "SELECT " + PERSON + " AS who, " + Context.time(entity) + " AS at, " + flags + "\nFROM "
                + Context.table(entity) + "\nWHERE " + Text.and(conditions);
    }

    /** Which period the active day lies in; below 0 before the first. Who never was active has the day 1970-01-01. */
    String period(String day, String active) {
        return switch (query.unit()) {
            case WEEK -> "toInt32(floor((" + active + " - " + day + ") / 7))";
            // Whoever was there earlier in the month did not come back then.
            case MONTH ->
                "if(" + active + " < " + day + ", -1, toInt32(dateDiff('month', " + day + ", " + active + ")))";
            default -> active + " - " + day;
        };
    }

    /** Who is of a cohort, and since which day. */
    String qualified() {
        String from = "\nFROM " + Context.table(startEntity()) + "\nWHERE " + Text.and(qualifying());
        String time = Context.time(startEntity());
        if (query.kind() == Kind.RECURRING) {
            return "SELECT DISTINCT\n    " + PERSON + " AS who,\n    " + Buckets.day(query.unit(), time) + " AS day"
                    + from;
        }
        List<String> having =
                query.kind() == Kind.FIRST_TIME ? context.bounds("min(" + time + ")", context.range()) : List.of();
        return "SELECT\n    " + PERSON + " AS who,\n    " + Buckets.day(Interval.DAY, "min(" + time + ")") + " AS day"
                + from + "\nGROUP BY who" + (having.isEmpty() ? "" : "\nHAVING " + Text.andInline(having));
    }

    Entity startEntity() {
        return query.start() == null ? Entity.SESSION : Entity.EVENT;
    }

    Entity backEntity() {
        return query.back() == null ? Entity.SESSION : Entity.EVENT;
    }

    /** The rows that make a person one of a cohort. */
    List<String> qualifying() {
        List<String> conditions = new ArrayList<>(whereQualified().rows(startEntity()));
        conditions.addAll(qualifyingOnly());
        conditions.addAll(newcomers());
        return conditions;
    }

    /** Whose first time lies in a short range, of them there are rows in it. */
    private List<String> newcomers() {
        return query.kind() == Kind.FIRST_TIME && Context.fewPeople(context.range())
                ? List.of(Context.personAmong(Context.table(startEntity()), context.rows(startEntity())))
                : List.of();
    }

    /** The same without project and range. */
    private List<String> qualifyingOnly() {
        Condition start = query.start() == null ? Condition.ALWAYS : query.start();
        return new ConditionCompiler(whereQualified())
                .conjuncts(startEntity(), Condition.and(start, query.scope().where()));
    }

    private Context whereQualified() {
        return query.kind() == Kind.FIRST_TIME ? context.over(Range.ALL) : context;
    }

    /** The rows that are activity, as far as a period reaches. */
    List<String> being() {
        Context own = context.over(reach());
        List<String> conditions = new ArrayList<>(own.rows(backEntity()));
        if (query.back() != null) {
            conditions.addAll(new ConditionCompiler(own).conjuncts(backEntity(), query.back()));
        }
        return conditions;
    }

    /** From the day of the first possible cohort to the end of the last period. */
    Range reach() {
        Range range = query.scope().range();
        int last = query.periods().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        int days = switch (query.unit()) {
            case WEEK -> last * 7 + 7;
            case MONTH -> last * 31 + 31;
            default -> last + 1;
        };
        Instant from = range.from() == null
                ? null
                : activeUnit().floor(range.from(), context.timezone()).toInstant();
        Instant to = range.to() == null
                ? null
                : range.to().atZone(context.timezone()).plusDays(days).toInstant();
        return new Range(from, to);
    }
}
