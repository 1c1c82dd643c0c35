package dev.claymore.query.compile;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.Segment;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The passes over tables that the numbers of one query need: one for each table, segment and period. */
final class Passes {

    private final Context context;
    private final MetricsQuery query;
    private final Interval interval;
    private final List<Dimension> breakdowns;
    private final List<MeasurePlan> plans;
    private final List<Atom> atoms;
    private final Set<Atom.Source> sources = new LinkedHashSet<>();

    Passes(
            Context context,
            MetricsQuery query,
            Interval interval,
            List<Dimension> breakdowns,
            List<MeasurePlan> plans) {
        this.context = context;
        this.query = query;
        this.interval = interval;
        this.breakdowns = breakdowns;
        this.plans = plans;
        this.atoms = plans.stream().flatMap(MeasurePlan::atoms).distinct().toList();
        atoms.forEach(atom -> sources.add(atom.source()));
    }

    /** Whether one pass has it all. */
    boolean single() {
        return sources.size() == 1 && query.segments().isEmpty() && query.compareTo() == null;
    }

    /** The one pass as the whole answer. */
    String plain(List<Column> columns) {
        Pass pass = new Pass(context, sources.iterator().next(), Condition.ALWAYS);
        List<String> keys = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        for (String key : pass.keys(0)) {
            String name = Text.quoted(columns.get(keys.size()).name());
            selected.add(key.equals(name) ? name : key + " AS " + name);
            keys.add(name);
        }
        for (int i = 0; i < plans.size(); i++) {
            selected.add(plans.get(i).sql(pass::aggregate, (inner, moving) -> inner) + " AS "
                    + Text.quoted(columns.get(keys.size() + i).name()));
        }
        return pass.select(selected, keys);
    }

    /** All passes, with the same columns: those of the groups, of the aggregates, and of the aggregates of the other period. */
    List<String> parts() {
        List<Segment> segments =
                query.segments().isEmpty() ? List.of(new Segment("", Condition.ALWAYS)) : query.segments();
        List<String> parts = new ArrayList<>();
        for (Segment segment : segments) {
            for (Atom.Source source : sources) {
                parts.add(part(source, segment, false));
                if (query.compareTo() != null) {
                    parts.add(part(source, segment, true));
                }
            }
        }
        return parts;
    }

    private String part(Atom.Source source, Segment segment, boolean before) {
        Context own = context.asking(before ? query.compareTo() : query.scope().range());
        if (own.range().bounded() && !own.range().from().isBefore(own.range().to())) {
            throw Refusal.invalid("compareTo", "from must be before to");
        }
        Pass pass = new Pass(own, source, segment.where());
        List<String> selected = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        int shift = before && interval != Interval.NONE
                ? Buckets.shift(
                        interval, own.range().from(), query.scope().range().from(), context.timezone())
                : 0;
        for (String key : pass.keys(shift)) {
            boolean named = !query.segments().isEmpty() && selected.size() == (interval == Interval.NONE ? 0 : 1);
            if (named) {
                selected.add(context.sql().bind("String", segment.name()) + " AS " + key(selected.size()));
            }
            groups.add(key(selected.size()));
            selected.add(key + " AS " + key(selected.size()));
        }
        if (!query.segments().isEmpty() && selected.size() == (interval == Interval.NONE ? 0 : 1)) {
            selected.add(context.sql().bind("String", segment.name()) + " AS " + key(selected.size()));
        }
        for (int i = 0; i < atoms.size(); i++) {
            boolean here = atoms.get(i).source().equals(source);
            String aggregate = here ? pass.aggregate(atoms.get(i)) : "NULL";
            selected.add((before ? "NULL" : aggregate) + " AS " + aggregate(i, false));
            if (query.compareTo() != null) {
                selected.add((before ? aggregate : "NULL") + " AS " + aggregate(i, true));
            }
        }
        return pass.select(selected, groups);
    }

    /** The column of a group. */
    static String key(int number) {
        return Text.inner("k", number);
    }

    private static String aggregate(int number, boolean before) {
        return Text.inner(before ? "b" : "a", number);
    }

    /** Every bucket of the range, so that none is missing. */
    String emptyBuckets() {
        List<String> selected = new ArrayList<>();
        selected.add("arrayJoin(arrayMap(second -> toDateTime(second, {timezone:String}), "
                + context.sql()
                        .bind(
                                "Array(UInt32)",
                                Buckets.all(interval, query.scope().range(), context.timezone()))
                + ")) AS " + key(0));
        for (int i = 0; i < atoms.size(); i++) {
            selected.add("NULL AS " + aggregate(i, false));
            if (query.compareTo() != null) {
                selected.add("NULL AS " + aggregate(i, true));
            }
        }
        return "SELECT\n    " + Text.list(selected);
    }

    /** An aggregate out of the rows of all passes: one of them has it. */
    String outer(Atom atom, boolean before) {
        String any = "any(" + aggregate(atoms.indexOf(atom), before) + ")";
        return atom.zero() ? "ifNull(" + any + ", 0)" : any;
    }

    /** One pass over one table. */
    private final class Pass {

        private final Context own;
        private final Atom.Source source;
        private final Joins joins;
        private final Condition pushed;
        private final List<String> conditions;
        private final String tagColumn;

        Pass(Context own, Atom.Source source, Condition segment) {
            this.own = own;
            this.source = source;
            this.joins = new Joins(own, source.over());
            List<Condition> wheres = atoms.stream()
                    .filter(atom -> atom.source().equals(source))
                    .map(Atom::where)
                    .distinct()
                    .toList();
            this.pushed = wheres.size() == 1 ? wheres.getFirst() : Condition.ALWAYS;
            this.tagColumn = source.tag() == null ? null : joins.column(own.dimension(source.tag(), "field"));
            ConditionCompiler compiler = new ConditionCompiler(own);
            this.conditions = new ArrayList<>(own.rows(source.over()));
            if (source.over() == Entity.EVENT && wheres.size() > 1) {
                EventTypes.ofAny(own.model(), wheres)
                        .ifPresent(types -> conditions.add(ConditionCompiler.types(own, types)));
            }
            conditions.addAll(
                    compiler.each(source.over(), List.of(pushed, query.scope().where(), segment)));
        }

        List<String> keys(int shift) {
            List<String> keys = new ArrayList<>();
            if (interval != Interval.NONE) {
                keys.add(Buckets.start(interval, Context.time(source.over()), shift));
            }
            for (int i = 0; i < breakdowns.size(); i++) {
                keys.add(joins.group(query.breakdowns().get(i), breakdowns.get(i)));
            }
            return keys;
        }

        String aggregate(Atom atom) {
            String condition = atom.where().equals(pushed)
                    ? "true"
                    : new ConditionCompiler(own).expression(source.over(), atom.where());
            return atom.sql(condition, tagColumn);
        }

        String select(List<String> selected, List<String> groups) {
            return "SELECT\n    " + Text.list(selected) + "\n" + joins.from() + "\nWHERE "
                    + Text.and(conditions)
                    + (groups.isEmpty() ? "" : "\nGROUP BY " + String.join(", ", groups));
        }
    }
}
