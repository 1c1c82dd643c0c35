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
            int shift = Buckets.between(
                    interval,
                    query.compareTo().from(),
                    query.scope().range().from(),
                    query.scope().timezone());
            bucket = Buckets.minus(interval, bucket, shift);
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
        if (atom.source().tag() != null) {
            joins.column(atom.field());
        }
        for (Breakdown breakdown : query.breakdowns()) {
            Dimension dimension = context.dimension(breakdown.field(), "dimensions");
            String group = joins.group(breakdown, dimension);
            boolean unknown = cell.row().get(breakdown.field()) == null;
            conditions.add(
                    unknown
                            ? group + " = -inf"
                            : "toString(" + group + ") = "
                                    + context.sql().bind("String", cell.text(breakdown.field())));
        }
        Condition all = Condition.and(atom.where(), query.scope().where(), segment());
        conditions.addAll(new ConditionCompiler(context).conjuncts(entity, all));
        String at = entity == Entity.EVENT ? "timestamp" : "firstEventAt";
        Optional<Condition> moment = entity == Entity.SESSION ? moment(all) : Optional.empty();
        String join = "";
        if (moment.isPresent()) {
            List<String> events = new ArrayList<>(List.of(Context.OF_PROJECT));
            events.addAll(context.bounds("createdAt", context.range()));
            events.addAll(new ConditionCompiler(context).conjuncts(Entity.EVENT, moment.get()));
            join = "\nINNER JOIN (SELECT sessionId, min(timestamp) AS moment FROM events WHERE "
                    + Text.andInline(events) + " GROUP BY sessionId) AS m USING (sessionId)";
            at = "moment";
        }
        return "SELECT sessionId, createdAt, " + at + " AS at\n" + joins.from() + join + "\nWHERE "
                + Text.and(conditions);
    }

    private Atom atom() {
        String name =
                previous ? cell.column().substring(MetricsCompiler.previous("").length()) : cell.column();
        Measure measure = query.measures().stream()
                .filter(own -> own.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("cell.column", "'" + name + "' is not a number of this query"));
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

    /** What event made the session count, when one did. */
    private Optional<Condition> moment(Condition all) {
        return Condition.conjuncts(all).flatMap(own -> event(own).stream()).findFirst();
    }

    private Optional<Condition> event(Condition condition) {
        return switch (condition) {
            case Did did
            when did.by() == Subject.SESSION
                    && did.what() == Entity.EVENT
                    && !did.count().holdsForNone() -> Optional.of(did.where());
            case Where where
            when where.op() == Operator.GT || where.op() == Operator.GTE ->
                Optional.ofNullable(EVENTS_OF_COUNTS.get(where.field())).or(() -> reaching(where));
            case Where where when !where.op().negative() -> reaching(where);
            default -> Optional.empty();
        };
    }

    private Optional<Condition> reaching(Where where) {
        return context.model()
                .dimension(where.field())
                .filter(dimension -> !dimension.tag() && !dimension.of(Entity.SESSION))
                .map(dimension -> (Condition) where);
    }
}
