package dev.claymore.analyst.answer;

import dev.claymore.query.Result;
import dev.claymore.query.Result.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import java.util.Set;
import java.util.stream.Collectors;

/** Units that the query language cannot tell by a field: the value of a web vital is a time, unless it is that of the layout's shift. */
final class Units {

    private static final Set<String> TIMES = Set.of("LCP", "INP", "FCP", "TTFB", "FID");

    private Units() {}

    static Result told(Query query, Result result) {
        if (!(query instanceof MetricsQuery metrics)) {
            return result;
        }
        Set<String> times = metrics.measures().stream()
                .filter(Units::time)
                .map(Measure::name)
                .collect(Collectors.toSet());
        if (times.isEmpty()) {
            return result;
        }
        return new Result(
                result.columns().stream()
                        .map(column -> times.contains(column.name().replaceFirst("^previous\\.", ""))
                                ? new Column(column.name(), column.type(), "ms", column.role())
                                : column)
                        .toList(),
                result.rows(),
                result.sql(),
                result.stats(),
                result.nextCursor(),
                result.ageMs());
    }

    private static boolean time(Measure measure) {
        return measure instanceof Measure.Aggregate aggregate
                && "value".equals(aggregate.field())
                && aggregate.function() != Measure.Function.UNIQUES
                && Condition.conjuncts(aggregate.where()).anyMatch(Units::time);
    }

    private static boolean time(Condition condition) {
        return condition instanceof Condition.Where where
                && where.field().equals("name")
                && !where.op().negative()
                && !where.values().isEmpty()
                && TIMES.containsAll(where.values());
    }
}
