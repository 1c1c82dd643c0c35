package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.MILLIS;
import static dev.claymore.query.compile.Context.PERSON;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Who did one thing and then another: each person's first, and whether the other follows it, in one pass over both kinds of events. */
final class ConversionCompiler {

    private final Context context;
    private final ConversionQuery query;
    private final Interval interval;
    private final Joins joins;
    final String first;
    final String then;

    ConversionCompiler(Context context, ConversionQuery query) {
        this.context = context;
        this.query = query;
        this.interval = query.interval().resolve(query.scope().range());
        if ((query.within() == null) == (query.during() == null)) {
            throw Refusal.invalid("within", "say either within or during");
        }
        this.joins = Joins.keeping(context.over(query.scope().range().hull(thenRange())));
        this.first = Text.andInline(both(
                context.bounds("timestamp", query.scope().range()),
                new ConditionCompiler(context)
                        .conjuncts(
                                Entity.EVENT,
                                Condition.and(query.first(), query.scope().where()))));
        Context later = context.over(thenRange());
        this.then = Text.andInline(both(
                context.bounds("timestamp", later.range()),
                new ConditionCompiler(later).conjuncts(Entity.EVENT, query.then())));
    }

    static Statement compile(Context context, ConversionQuery query) {
        ConversionCompiler compiler = new ConversionCompiler(context, query);
        return Statement.of(compiler.statement(), context, compiler.columns(), Integer.MAX_VALUE);
    }

    private static List<String> both(List<String> some, List<String> more) {
        List<String> both = new ArrayList<>(some);
        both.addAll(more);
        return both;
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        if (interval != Interval.NONE) {
            columns.add(Column.time());
        }
        if (query.breakdown() != null) {
            columns.add(Column.dimension(query.breakdown().field()));
        }
        columns.add(Column.count("people"));
        columns.add(Column.count("converted"));
        columns.add(Column.metric("conversionRate", "share"));
        return columns;
    }

    private String statement() {
        List<String> keys = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        if (interval != Interval.NONE) {
            keys.add("time");
            selected.add("time");
        }
        if (query.breakdown() != null) {
            keys.add("part");
            selected.add("part AS " + Text.quoted(query.breakdown().field()));
        }
        selected.add("count() AS people");
        selected.add("countIf(done) AS converted");
        selected.add("countIf(done) / count() AS conversionRate");
        return "SELECT\n    " + Text.list(selected) + "\nFROM\n" + Text.nested(people(false))
                + (keys.isEmpty()
                        ? ""
                        : "\nGROUP BY " + String.join(", ", keys) + "\nORDER BY "
                                + (keys.contains("time") ? String.join(", ", keys) : "people DESC, part"))
                + (keys.isEmpty() ? "" : "\nLIMIT 10000");
    }

    /** One row for each person that did the first: {@code at}, and whether it is {@code done}. */
    String people(boolean named) {
        List<String> selected = new ArrayList<>();
        List<String> having = new ArrayList<>(List.of("countIf(" + first + ") > 0"));
        if (named) {
            selected.add(PERSON + " AS who");
        }
        selected.add("minIf(" + MILLIS + ", " + first + ") AS at");
        if (interval != Interval.NONE) {
            selected.add(Buckets.start(interval, "minIf(timestamp, " + first + ")") + " AS time");
        }
        if (query.breakdown() != null) {
            String group = joins.group(
                    query.breakdown(), context.dimension(query.breakdown().field(), "dimension"));
            selected.add("argMinIf(" + group + ", timestamp, " + first + ") AS part");
            joins.known().ifPresent(known -> having.add("argMinIf(" + known + ", timestamp, " + first + ") = 1"));
        }
        if (query.within() == null) {
            selected.add("countIf(" + then + ") > 0 AS done");
        } else {
            selected.add("groupArrayIf(" + MILLIS + ", " + then + ") AS later");
            selected.add(
                    "arrayExists(t -> t > at AND t <= at + " + query.within().toMillis() + ", later) AS done");
        }
        List<String> conditions = new ArrayList<>(List.of(Context.OF_PROJECT));
        EventTypes.ofAny(
                        context.model(),
                        List.of(Condition.and(query.first(), query.scope().where()), query.then()))
                .ifPresent(types -> conditions.add(ConditionCompiler.types(context, types)));
        conditions.add("((" + first + ") OR (" + then + "))");
        return "SELECT\n    " + Text.list(selected) + "\n" + joins.from() + "\nWHERE " + Text.and(conditions)
                + "\nGROUP BY " + PERSON + "\nHAVING " + Text.andInline(having);
    }

    /** When the other may happen: after the range, too, when it must only follow the first. */
    private Range thenRange() {
        if (query.during() != null) {
            return query.during();
        }
        Range range = query.scope().range();
        return new Range(range.from(), range.to() == null ? null : range.to().plus(query.within()));
    }
}
