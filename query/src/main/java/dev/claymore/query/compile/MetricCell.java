package dev.claymore.query.compile;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.Did;
import dev.claymore.query.language.Condition.Where;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.Segment;
import dev.claymore.query.language.Subject;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions behind one number of a query of metrics: of a share those that are in it. */
final class MetricCell {

    private static final Map<String, Condition> EVENTS_OF_COUNTS = Map.of(
            "errorCount", Condition.eq("type", "error"),
            "rageClickCount", Condition.and(Condition.eq("type", "click"), Condition.eq("name", "rage")),
            "deadClickCount", Condition.and(Condition.eq("type", "click"), Condition.eq("name", "dead")),
            "failedRequestCount",
                    Condition.and(
                            Condition.eq("type", "request"), Condition.compare("errorCode", Operator.GTE, "400")));

    private final MetricsQuery query;
    private final Cell cell;
    private final boolean previous;
    private final Context context;
    private final Interval interval;

    MetricCell(Context whole, MetricsQuery query, Cell cell) {
        this.query = query;
        this.cell = cell;
        this.previous = cell.column().startsWith(MetricsCompiler.previous(""));
        if (previous && query.compareTo() == null) {
            throw Refusal.invalid("cell.column", "there is no other period in this query");
        }
        this.interval = query.interval().resolve(query.scope().range());
        this.context = (previous ? whole.asking(query.compareTo()) : whole).over(range());
    }

    private Range range() {
        Range range = previous ? query.compareTo() : query.scope().range();
        if (interval == Interval.NONE) {
            return range;
        }
        ZonedDateTime bucket = interval.floor(
                Drilldown.instant(cell.text("time")), query.scope().timezone());
        if (previous) {
            int shift = Buckets.shift(
                    interval,
                    query.compareTo().from(),
                    query.scope().range().from(),
                    query.scope().timezone());
            bucket = Buckets.back(interval, bucket, shift);
        }
        Instant from = bucket.toInstant();
        Instant to = interval.next(bucket).toInstant();
        return new Range(
                range.from() != null && range.from().isAfter(from) ? range.from() : from,
                range.to() != null && range.to().isBefore(to) ? range.to() : to);
    }

    String rows() {
        Atom atom = atom();
        Entity entity = atom.over();
        Joins joins = new Joins(context, entity);
        List<String> conditions = new ArrayList<>(context.rows(entity));
        String tagColumn = atom.source().tag() == null ? null : joins.column(atom.field());
        for (Breakdown breakdown : query.breakdowns()) {
            conditions.add(ofGroup(breakdown, joins));
        }
        String hasValue = atom.hasValue(tagColumn);
        if (!hasValue.equals("true")) {
            conditions.add(hasValue);
        }
        List<Condition> wheres = List.of(atom.where(), query.scope().where(), segment());
        conditions.addAll(new ConditionCompiler(context).each(entity, wheres));
        String at = entity == Entity.EVENT ? "timestamp" : Tables.FIRST_EVENT_AT;
        Optional<Condition> moment = entity == Entity.SESSION
                ? wheres.stream().flatMap(where -> moment(where).stream()).findFirst()
                : Optional.empty();
        String join = "";
        if (moment.isPresent()) {
            List<String> events = new ArrayList<>(List.of(Context.OF_PROJECT));
            events.addAll(context.bounds("createdAt", context.range()));
            events.addAll(new ConditionCompiler(context).conjuncts(Entity.EVENT, moment.get()));
            join = "\nLEFT JOIN (SELECT sessionId, min(timestamp) AS moment FROM events WHERE " + Text.andInline(events)
                    + " GROUP BY sessionId) AS m USING (sessionId)";
            at = "if(toUnixTimestamp64Milli(moment) = 0, " + at + ", moment)";
        }
        return "SELECT sessionId, createdAt, " + at + " AS at\n" + joins.from() + join + "\nWHERE "
                + Text.and(conditions);
    }

    private String ofGroup(Breakdown breakdown, Joins joins) {
        Dimension dimension = context.dimension(breakdown.field(), "dimensions");
        String group = joins.group(breakdown, dimension);
        if (cell.row().get(breakdown.field()) != null) {
            return Drilldown.is(context, group, dimension, cell);
        }
        if (breakdown.bins().isEmpty()) {
            throw Refusal.invalid("cell.row." + breakdown.field(), "is missing");
        }
        return group + " = -inf";
    }

    private Atom atom() {
        String name =
                previous ? cell.column().substring(MetricsCompiler.previous("").length()) : cell.column();
        Measure measure = query.measures().stream()
                .filter(own -> own.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Compiler.unknownColumn(
                        cell.column(),
                        query.measures().stream().map(Measure::name).toList()));
        List<Dimension> breakdowns = query.breakdowns().stream()
                .map(breakdown -> context.dimension(breakdown.field(), "dimensions"))
                .toList();
        return new MeasurePlanner(context.model(), breakdowns, interval != Interval.NONE)
                .plan(measure)
                .atoms()
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("cell.column", "'" + name + "' counts nothing"));
    }

    private Condition segment() {
        if (query.segments().isEmpty()) {
            return Condition.ALWAYS;
        }
        return query.segments().stream()
                .filter(segment -> segment.name().equals(cell.text("segment")))
                .map(Segment::where)
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("cell.row.segment", "is not a segment of this query"));
    }

    /**
     * What event made the session count, when one did: comparisons side by side are about one and the same. Where it is gone already, because events are kept for
     * a shorter time, the session still counts.
     */
    private Optional<Condition> moment(Condition where) {
        List<Condition> wheres = Condition.conjuncts(where).toList();
        Condition[] reaching =
                wheres.stream().flatMap(own -> reaching(own).stream()).toArray(Condition[]::new);
        return reaching.length > 0
                ? Optional.of(Condition.and(reaching))
                : wheres.stream().flatMap(own -> event(own).stream()).findFirst();
    }

    private Optional<Condition> event(Condition condition) {
        return switch (condition) {
            case Did did
            when did.by() == Subject.SESSION
                    && did.what() == Entity.EVENT
                    && !did.count().holdsForNone() -> Optional.of(did.where());
            case Where where
            when where.op() == Operator.GT || where.op() == Operator.GTE ->
                Optional.ofNullable(EVENTS_OF_COUNTS.get(where.field()));
            default -> Optional.empty();
        };
    }

    private Optional<Condition> reaching(Condition condition) {
        return condition instanceof Where where && !where.op().negative()
                ? context.model()
                        .dimension(where.field())
                        .filter(dimension -> !dimension.tag() && !dimension.of(Entity.SESSION))
                        .map(dimension -> where)
                : Optional.empty();
    }
}
