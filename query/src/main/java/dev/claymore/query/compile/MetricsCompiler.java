package dev.claymore.query.compile;

import dev.claymore.query.compile.MeasurePlan.Moving;
import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.Segment;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers as one statement. When one pass over one table has them all it is a plain SELECT; else each pass (of a table, a segment, a period)
 * is a SELECT of its own, and their rows are put together by time and groups.
 */
final class MetricsCompiler {

    private static final int MAX_MEASURES = 20;
    private static final int MAX_BREAKDOWNS = 5;
    private static final int MAX_SEGMENTS = 10;

    private final Context context;
    private final MetricsQuery query;
    private final Interval interval;
    private final List<Dimension> breakdowns;
    private final List<MeasurePlan> plans;
    private final List<Column> columns = new ArrayList<>();

    private MetricsCompiler(Context context, MetricsQuery query) {
        this.context = context;
        this.query = query;
        this.interval = query.interval().resolve(query.scope().range());
        checkBounds(query);
        this.breakdowns = query.breakdowns().stream()
                .map(breakdown -> context.dimension(breakdown.field(), "dimensions"))
                .toList();
        MeasurePlanner planner = new MeasurePlanner(context.model(), breakdowns, interval != Interval.NONE);
        this.plans = query.measures().stream().map(planner::plan).toList();
        columns.addAll(keyColumns());
        for (int i = 0; i < plans.size(); i++) {
            Measure measure = query.measures().get(i);
            columns.add(new Column(
                    measure.name(),
                    "metric",
                    unit(measure, plans.get(i)),
                    plans.get(i).zero()));
        }
        if (query.compareTo() != null) {
            for (int i = 0; i < plans.size(); i++) {
                Column current = columns.get(columns.size() - plans.size());
                columns.add(new Column(previous(current.name()), "metric", current.unit(), current.zero()));
            }
        }
        checkNames();
    }

    static Statement compile(Context context, MetricsQuery query) {
        MetricsCompiler compiler = new MetricsCompiler(context, query);
        int offset = Pages.offset(query.cursor());
        Passes passes = new Passes(context, query, compiler.interval, compiler.breakdowns, compiler.plans);
        boolean plain = passes.single() && !compiler.movesOrHides();
        String body = plain
                ? VisitorsPass.of(context, query, compiler.plans, compiler.columns)
                        .orElseGet(() -> passes.plain(compiler.columns))
                : compiler.together(passes);
        boolean fills = compiler.fillsBuckets();
        int rows = compiler.rows();
        // Of a trend whose empty buckets are filled in afterwards the page is cut after that.
        String page =
                fills ? "\nLIMIT " + (offset + rows) : "\nLIMIT " + rows + (offset > 0 ? " OFFSET " + offset : "");
        return new Statement(
                body + compiler.orderBy() + page,
                context.sql(),
                compiler.columns,
                compiler.interval,
                fills,
                rows,
                offset);
    }

    /** How many rows a page has at most. */
    private int rows() {
        if (query.limit() != MetricsQuery.NO_LIMIT) {
            return query.limit();
        }
        return interval != Interval.NONE && breakdowns.isEmpty() ? Buckets.MAX : Query.DEFAULT_LIMIT;
    }

    static String previous(String name) {
        return "previous." + name;
    }

    /** A trend that nothing cuts: all of its buckets can be told. */
    private boolean fillsBuckets() {
        return interval != Interval.NONE
                && breakdowns.isEmpty()
                && query.segments().isEmpty()
                && query.orderBy().isEmpty()
                && query.scope().range().bounded();
    }

    private List<Column> keyColumns() {
        List<Column> keys = new ArrayList<>();
        if (interval != Interval.NONE) {
            keys.add(Column.time());
        }
        if (!query.segments().isEmpty()) {
            keys.add(Column.dimension("segment"));
        }
        breakdowns.forEach(dimension -> keys.add(Column.dimension(dimension.name())));
        return keys;
    }

    private String unit(Measure measure, MeasurePlan plan) {
        return measure instanceof Measure.Named named
                ? context.model().metric(named.metric()).orElseThrow().unit()
                : MeasurePlan.unit(measure, plan);
    }

    /** Whether the answer needs a SELECT around it: for means over buckets, or names that would hide columns they are made of. */
    private boolean movesOrHides() {
        Set<String> own = new HashSet<>(Tables.COLUMNS);
        breakdowns.stream()
                .filter(dimension -> dimension.sql().containsValue(dimension.name()))
                .forEach(dimension -> own.remove(dimension.name()));
        boolean binned = query.breakdowns().stream()
                .anyMatch(breakdown -> !breakdown.bins().isEmpty());
        return binned
                || columns.stream().anyMatch(column -> own.contains(column.name()))
                || plans.stream().anyMatch(Moving.class::isInstance);
    }

    private String together(Passes passes) {
        List<String> selected = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        int keyCount = keyColumns().size();
        for (int i = 0; i < keyCount; i++) {
            String name = Text.quoted(columns.get(i).name());
            selected.add(Passes.key(i) + " AS " + name);
            keys.add(Passes.key(i));
        }
        for (int i = keyCount; i < columns.size(); i++) {
            boolean before = i >= keyCount + plans.size();
            MeasurePlan plan = plans.get((i - keyCount) % plans.size());
            String expression =
                    plan.sql(atom -> passes.outer(atom, before), (inner, moving) -> mean(inner, moving, keys));
            selected.add(expression + " AS " + Text.quoted(columns.get(i).name()));
        }
        boolean moving = plans.stream().anyMatch(Moving.class::isInstance);
        List<String> parts = new ArrayList<>(passes.parts());
        if (moving
                && breakdowns.isEmpty()
                && query.segments().isEmpty()
                && query.scope().range().bounded()) {
            parts.add(passes.emptyBuckets());
        }
        return "SELECT\n    " + Text.list(selected) + "\nFROM\n"
                + Text.nested(String.join("\nUNION ALL\n", parts))
                + (keys.isEmpty() ? "" : "\nGROUP BY " + String.join(", ", keys));
    }

    /** Buckets in which nothing happened have no row, so the frame counts buckets and not rows. */
    private String mean(String inner, Moving moving, List<String> keys) {
        if (query.scope().range().from() == null) {
            throw Refusal.invalid("from", "is missing: a moving average needs a first bucket");
        }
        String start = context.sql().bindTime(query.scope().range().from());
        String index = "dateDiff('" + interval.wire() + "', " + start + ", " + keys.getFirst() + ", {timezone:String})";
        String partition =
                keys.size() == 1 ? "" : "PARTITION BY " + String.join(", ", keys.subList(1, keys.size())) + " ";
        String window = "OVER (" + partition + "ORDER BY " + index + " RANGE BETWEEN " + (moving.buckets() - 1)
                + " PRECEDING AND CURRENT ROW)";
        return moving.of().zero()
                ? "sum(" + inner + ") " + window + " / least(" + moving.buckets() + ", " + index + " + 1)"
                : "avg(ifNotFinite(" + inner + ", NULL)) " + window;
    }

    private String orderBy() {
        List<String> orders = new ArrayList<>();
        List<String> keys =
                keyColumns().stream().map(column -> Text.quoted(column.name())).toList();
        query.orderBy().forEach(order -> {
            if (columns.stream().noneMatch(column -> column.name().equals(order.field()))) {
                throw Refusal.unknown("orderBy", "'" + order.field() + "' is not a column of this query's answer");
            }
            orders.add(Text.quoted(order.field()) + (order.descending() ? " DESC" : " ASC"));
        });
        if (orders.isEmpty() && !keys.isEmpty()) {
            orders.add(
                    interval != Interval.NONE || breakdowns.isEmpty()
                            ? keys.getFirst()
                            : Text.quoted(query.measures().getFirst().name()) + " DESC");
        }
        keys.stream()
                .filter(key -> orders.stream().noneMatch(order -> order.equals(key) || order.startsWith(key + " ")))
                .forEach(orders::add);
        return orders.isEmpty() ? "" : "\nORDER BY " + String.join(", ", orders);
    }

    private static void checkBounds(MetricsQuery query) {
        Bounds.check("metrics", query.measures().size(), 1, MAX_MEASURES);
        Bounds.check("dimensions", query.breakdowns().size(), 0, MAX_BREAKDOWNS);
        Bounds.check("segments", query.segments().size(), 0, MAX_SEGMENTS);
        if (query.segments().stream().map(Segment::name).distinct().count()
                < query.segments().size()) {
            throw Refusal.invalid("segments", "must have names that differ");
        }
        if (query.limit() != MetricsQuery.NO_LIMIT) {
            Bounds.check("limit", query.limit(), 1, Query.MAX_LIMIT);
        }
        if (query.compareTo() != null
                && query.interval() != Interval.NONE
                && (query.scope().range().from() == null || query.compareTo().from() == null)) {
            throw Refusal.invalid("compareTo", "needs from, in both periods, to put their buckets side by side");
        }
    }

    private void checkNames() {
        Bounds.checkNames(query.measures(), columns);
        for (Breakdown breakdown : query.breakdowns()) {
            if (breakdown.field().equals("time") || breakdown.field().equals("segment")) {
                throw Refusal.unknown("dimensions", "there is no field '" + breakdown.field() + "'");
            }
        }
    }
}
