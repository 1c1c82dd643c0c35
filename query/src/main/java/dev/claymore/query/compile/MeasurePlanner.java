package dev.claymore.query.compile;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.All;
import dev.claymore.query.language.Condition.Any;
import dev.claymore.query.language.Condition.Not;
import dev.claymore.query.language.Condition.Where;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Aggregate;
import dev.claymore.query.language.Measure.Formula;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.Measure.MovingAverage;
import dev.claymore.query.language.Measure.Named;
import dev.claymore.query.language.Measure.Ratio;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.query.model.SemanticModel.Dimension;
import dev.claymore.query.model.SemanticModel.Metric;
import java.util.List;

/** Takes measures apart into aggregates, each over the smallest table that can answer it: sessions are fewer than events. */
final class MeasurePlanner {

    private static final int MAX_MOVING = 366;

    private final SemanticModel model;
    private final List<Dimension> breakdowns;
    private final boolean overTime;

    MeasurePlanner(SemanticModel model, List<Dimension> breakdowns, boolean overTime) {
        this.model = model;
        this.breakdowns = breakdowns;
        this.overTime = overTime;
    }

    /** The plan of one measure of a query. */
    MeasurePlan plan(Measure measure) {
        if (measure instanceof MovingAverage(String name, Measure of, int buckets)) {
            if (!overTime) {
                throw Refusal.invalid("interval", "is missing: '" + name + "' is a moving average");
            }
            if (buckets < 1 || buckets > MAX_MOVING) {
                throw Refusal.invalid("buckets", "must be between 1 and " + MAX_MOVING + ", got " + buckets);
            }
            return new MeasurePlan.Moving(inner(of, null, Condition.ALWAYS), buckets);
        }
        return inner(measure, null, Condition.ALWAYS);
    }

    /**
     * The plan of a measure inside another.
     *
     * @param over the entity that a metric of the model is being counted over; null: each aggregate says its own
     * @param narrowing what a metric is narrowed by
     */
    private MeasurePlan inner(Measure measure, Entity over, Condition narrowing) {
        return switch (measure) {
            case Named named -> named(named, narrowing);
            case Aggregate aggregate -> new MeasurePlan.Single(atom(aggregate, over, narrowing));
            case Ratio ratio ->
                new MeasurePlan.Quotient(
                        inner(ratio.numerator(), over, narrowing), inner(ratio.denominator(), over, narrowing));
            case Formula formula -> {
                MeasurePlan.Arithmetic plan = new MeasurePlan.Arithmetic(
                        formula.expression(), MeasurePlan.plans(formula.of(), part -> inner(part, over, narrowing)));
                plan.sql(atom -> "0", (expression, moving) -> "0");
                yield plan;
            }
            case MovingAverage average ->
                throw Refusal.invalid(
                        "metrics",
                        "'" + average.name() + "' is a moving average, which cannot stand inside another measure");
        };
    }

    private MeasurePlan named(Named named, Condition narrowing) {
        Metric metric = model.metric(named.metric())
                .orElseThrow(() -> Refusal.unknown("metrics", "there is no metric '" + named.metric() + "'"));
        Entity over = metric.over(Entity.SESSION) && (brokenDownBySession() || !metric.over(Entity.EVENT))
                ? Entity.SESSION
                : Entity.EVENT;
        return inner(metric.measure(over), over, Condition.and(named.where(), narrowing));
    }

    private boolean brokenDownBySession() {
        return breakdowns.stream().allMatch(dimension -> dimension.tag() || dimension.of(Entity.SESSION));
    }

    private Atom atom(Aggregate aggregate, Entity metricOver, Condition narrowing) {
        Dimension field = field(aggregate);
        Entity over = metricOver != null
                ? metricOver
                : aggregate.over() != null
                        ? aggregate.over()
                        : ofEvents(aggregate, field) ? Entity.EVENT : Entity.SESSION;
        if (over == Entity.SESSION) {
            breakdowns.stream()
                    .filter(dimension -> !dimension.tag() && !dimension.of(Entity.SESSION))
                    .findFirst()
                    .ifPresent(dimension -> {
                        throw Refusal.invalid(
                                "dimensions",
                                "'%s' is about sessions and cannot be broken down by '%s', which is about events"
                                        .formatted(aggregate.name(), dimension.name()));
                    });
        }
        if (field != null && !field.tag() && !field.of(over)) {
            throw Refusal.invalid("field", "'%s' is not a field of %ss".formatted(field.name(), over.wire()));
        }
        return new Atom(
                new Aggregate(
                        aggregate.name(),
                        aggregate.function(),
                        over,
                        aggregate.field(),
                        aggregate.percentile(),
                        Condition.and(aggregate.where(), narrowing)),
                over,
                field);
    }

    private Dimension field(Aggregate aggregate) {
        Function function = aggregate.function();
        boolean needed = switch (function) {
            case UNIQUES, SUM, AVG, MIN, MAX, PERCENTILE -> true;
            case COUNT, SESSIONS, PEOPLE, USERS -> false;
        };
        if (function == Function.PERCENTILE && !(aggregate.percentile() > 0 && aggregate.percentile() < 1)) {
            throw Refusal.invalid("percentile", "must be above 0 and below 1, got " + aggregate.percentile());
        }
        if (!needed) {
            return null;
        }
        if (aggregate.field() == null) {
            throw Refusal.invalid("field", "is missing: '" + function.wire() + "' is of a field");
        }
        Dimension field = model.dimension(aggregate.field())
                .orElseThrow(() -> Refusal.unknown("field", "there is no field '" + aggregate.field() + "'"));
        if (function != Function.UNIQUES && !field.type().equals("number")) {
            throw Refusal.invalid(
                    "field",
                    "'%s' of '%s' needs a number, it is a %s".formatted(function.wire(), field.name(), field.type()));
        }
        return field;
    }

    private boolean ofEvents(Aggregate aggregate, Dimension field) {
        return (field != null && !field.tag() && !field.of(Entity.SESSION))
                || !brokenDownBySession()
                || mentionsEvents(aggregate.where());
    }

    private boolean mentionsEvents(Condition condition) {
        return switch (condition) {
            case All(List<Condition> own) -> own.stream().anyMatch(this::mentionsEvents);
            case Any(List<Condition> own) -> own.stream().anyMatch(this::mentionsEvents);
            case Not(Condition own) -> mentionsEvents(own);
            case Where where ->
                model.dimension(where.field())
                        .filter(dimension -> !dimension.tag() && !dimension.of(Entity.SESSION))
                        .isPresent();
            default -> false;
        };
    }
}
