package dev.claymore.query.compile;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.Where;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Operator;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session did, told by its own columns: of the counts and the arrays that {@code sessions} keeps there are many times fewer than
 * there are events.
 */
final class SessionFacts {

    private static final Map<String, String> COUNTS_BY_TYPE = Map.of(
            "pageview", "pageviewCount",
            "click", "clickCount",
            "input", "inputCount",
            "error", "errorCount",
            "request", "requestCount",
            "custom", "customCount");

    private final Context context;
    private final Comparison comparison;

    SessionFacts(Context context) {
        this.context = context;
        this.comparison = new Comparison(context.sql());
    }

    /** That the session did it so often, as a condition on {@code sessions}; empty when its columns do not tell. */
    Optional<String> did(Condition event, Count count) {
        List<Condition> conjuncts = Condition.conjuncts(event).toList();
        if (!conjuncts.stream().allMatch(Where.class::isInstance)) {
            return Optional.empty();
        }
        List<Where> wheres = conjuncts.stream().map(Where.class::cast).toList();
        return counter(wheres).map(column -> column + operator(count)).or(() -> inArray(wheres, count));
    }

    private static String operator(Count count) {
        return " " + symbol(count.op()) + " " + count.value();
    }

    static String symbol(Operator op) {
        return switch (op) {
            case EQ -> "=";
            case NE -> "!=";
            case GT -> ">";
            case GTE -> ">=";
            case LT -> "<";
            case LTE -> "<=";
            default -> throw new IllegalArgumentException("does not compare: " + op);
        };
    }

    private Optional<String> counter(List<Where> wheres) {
        Map<String, String> equal = new HashMap<>();
        boolean failed = false;
        for (Where where : wheres) {
            boolean single = where.op() == Operator.EQ && where.values().size() == 1;
            if (single && (where.field().equals("type") || where.field().equals("name"))) {
                equal.put(where.field(), where.values().getFirst());
            } else if (where.equals(new Where("errorCode", Operator.GTE, List.of("400")))) {
                failed = true;
            } else {
                return Optional.empty();
            }
        }
        if (equal.size() + (failed ? 1 : 0) != wheres.size()) {
            return Optional.empty();
        }
        String type = equal.getOrDefault("type", "");
        String name = equal.get("name");
        if (failed) {
            return type.equals("request") && name == null ? Optional.of("failedRequestCount") : Optional.empty();
        }
        if (name == null) {
            return Optional.ofNullable(COUNTS_BY_TYPE.get(type));
        }
        return switch (type + " " + name) {
            case "click rage" -> Optional.of("rageClickCount");
            case "click dead" -> Optional.of("deadClickCount");
            default -> Optional.empty();
        };
    }

    private Optional<String> inArray(List<Where> wheres, Count count) {
        boolean never = count.equals(Count.NEVER);
        if (!never && !count.equals(Count.AT_LEAST_ONCE)) {
            return Optional.empty();
        }
        return arrayCondition(wheres).map(found -> never ? "NOT (" + found + ")" : found);
    }

    private Optional<String> arrayCondition(List<Where> wheres) {
        String type = null;
        Where compared = null;
        for (Where where : wheres) {
            if (where.equals(Condition.eq("type", where.values().toArray(String[]::new)))
                    && where.values().size() == 1
                    && type == null) {
                type = where.values().getFirst();
            } else if (compared == null && !where.op().negative()) {
                compared = where;
            } else {
                return Optional.empty();
            }
        }
        if (compared == null) {
            return Optional.empty();
        }
        Dimension dimension = context.dimension(compared.field(), "where." + compared.field());
        boolean told = dimension.sessionArray() != null
                && (type == null ? dimension.arrayExact() : type.equals(dimension.arrayType()));
        if (!told) {
            return Optional.empty();
        }
        Comparison.check(context.model(), dimension, compared);
        return Optional.of(comparison.ofArray(dimension.sessionArray(), dimension, compared));
    }
}
