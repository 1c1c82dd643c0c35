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
import java.util.stream.Collectors;

/** Who came back: the day each person qualified, the days each was active, and the periods that lie between. */
final class RetentionCompiler {

    private static final int MAX_PERIOD = 400;

    private final Context context;
    private final RetentionQuery query;
    private final boolean cohorts;

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
                .map(period -> "countIf(has(periods, " + period + "))")
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

    String cohortOf(String day) {
        String start = switch (query.cohorts()) {
            case WEEK -> "toMonday(" + day + ")";
            case MONTH -> "toStartOfMonth(" + day + ")";
            default -> day;
        };
        return "toDateTime(" + start + ", {timezone:String})";
    }

    /** One row for each person and day of qualifying, with the periods it came back in. */
    private String people() {
        return "SELECT\n    c.who AS who,\n    c.day AS day,\n    groupUniqArray(" + period("c.day", "a.day")
                + ") AS periods\nFROM\n" + Text.nested(qualified()) + " AS c\nLEFT JOIN\n" + Text.nested(active())
                + " AS a ON c.who = a.who\nGROUP BY who, day";
    }

    /** Which period the active day lies in; below 0 before the first. Who never was active has the day 1970-01-01. */
    String period(String day, String active) {
        return switch (query.unit()) {
            case WEEK -> "toInt32(floor(dateDiff('day', " + day + ", " + active + ") / 7))";
            // Whoever was there earlier in the month did not come back then.
            case MONTH ->
                "if(" + active + " < " + day + ", -1, toInt32(dateDiff('month', " + day + ", " + active + ")))";
            default -> "toInt32(dateDiff('day', " + day + ", " + active + "))";
        };
    }

    /** Who is of a cohort, and since which day. */
    String qualified() {
        Entity entity = query.start() == null ? Entity.SESSION : Entity.EVENT;
        boolean always = query.kind() == Kind.FIRST_TIME;
        Context own = always ? context.over(Range.ALL) : context;
        Condition start = query.start() == null ? Condition.ALWAYS : query.start();
        List<String> conditions = new ArrayList<>(own.rows(entity));
        conditions.addAll(new ConditionCompiler(own)
                .conjuncts(entity, Condition.and(start, query.scope().where())));
        String from = "\nFROM " + Context.table(entity) + "\nWHERE " + Text.and(conditions);
        String time = Context.time(entity);
        if (query.kind() == Kind.RECURRING) {
            return "SELECT DISTINCT\n    " + PERSON + " AS who,\n    " + Buckets.day(query.unit(), time) + " AS day"
                    + from;
        }
        List<String> having = always ? context.bounds("min(" + time + ")", context.range()) : List.of();
        return "SELECT\n    " + PERSON + " AS who,\n    " + Buckets.day(Interval.DAY, "min(" + time + ")") + " AS day"
                + from + "\nGROUP BY who" + (having.isEmpty() ? "" : "\nHAVING " + Text.andInline(having));
    }

    /** Who was active on which day, as far as a period reaches. */
    String active() {
        Entity entity = query.back() == null ? Entity.SESSION : Entity.EVENT;
        Context own = context.over(reach());
        List<String> conditions = new ArrayList<>(own.rows(entity));
        if (query.back() != null) {
            conditions.addAll(new ConditionCompiler(own).conjuncts(entity, query.back()));
        }
        return "SELECT DISTINCT\n    " + PERSON + " AS who,\n    "
                + Buckets.day(query.kind() == Kind.RECURRING ? query.unit() : Interval.DAY, Context.time(entity))
                + " AS day\nFROM " + Context.table(entity) + "\nWHERE " + Text.and(conditions);
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
                : (query.kind() == Kind.RECURRING ? query.unit() : Interval.DAY)
                        .floor(range.from(), context.timezone())
                        .toInstant();
        Instant to = range.to() == null
                ? null
                : range.to().atZone(context.timezone()).plusDays(days).toInstant();
        return new Range(from, to);
    }
}
