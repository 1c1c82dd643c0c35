package dev.claymore.query.compile;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.All;
import dev.claymore.query.language.Condition.Any;
import dev.claymore.query.language.Condition.Where;
import dev.claymore.query.language.Operator;
import dev.claymore.query.model.SemanticModel;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which types an event must have for a condition to hold. The type is early in the key of events, so saying it saves most of the reading. */
final class EventTypes {

    private EventTypes() {}

    /** Empty: any type. */
    static Optional<Set<String>> of(SemanticModel model, Condition condition) {
        return switch (condition) {
            case All all -> {
                Optional<Set<String>> types = Optional.empty();
                for (Condition own : all.conditions()) {
                    Optional<Set<String>> more = of(model, own);
                    types = types.isPresent() && more.isPresent()
                            ? Optional.of(both(types.get(), more.get()))
                            : types.or(() -> more);
                }
                yield types;
            }
            case Any any -> ofAny(model, any.conditions());
            case Where where
            when where.op() == Operator.EQ && where.field().equals("type") ->
                Optional.of(new TreeSet<>(where.values()));
            case Where where
            when !where.op().negative() ->
                model.dimension(where.field())
                        .map(SemanticModel.Dimension::eventType)
                        .map(type -> new TreeSet<>(Set.of(type)));
            default -> Optional.empty();
        };
    }

    /** The types that at least one of the conditions needs; empty when one of them needs none. */
    static Optional<Set<String>> ofAny(SemanticModel model, Collection<? extends Condition> conditions) {
        Set<String> types = new TreeSet<>();
        for (Condition own : conditions) {
            Optional<Set<String>> more = of(model, own);
            if (more.isEmpty()) {
                return Optional.empty();
            }
            types.addAll(more.get());
        }
        return Optional.of(types);
    }

    /** Whether no event can meet two of the conditions; when it is not sure, it is false. */
    static boolean apart(SemanticModel model, List<Condition> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            for (int j = i + 1; j < conditions.size(); j++) {
                if (!apart(model, conditions.get(i), conditions.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean apart(SemanticModel model, Condition some, Condition other) {
        Optional<Set<String>> types = of(model, some);
        Optional<Set<String>> otherTypes = of(model, other);
        if (types.isPresent() && otherTypes.isPresent() && Collections.disjoint(types.get(), otherTypes.get())) {
            return true;
        }
        return equalities(some)
                .anyMatch(where -> equalities(other)
                        .anyMatch(same -> same.field().equals(where.field())
                                && !same.field().startsWith(SemanticModel.TAG_PREFIX)
                                && Collections.disjoint(same.values(), where.values())));
    }

    private static Stream<Where> equalities(Condition condition) {
        return Condition.conjuncts(condition)
                .filter(Where.class::isInstance)
                .map(Where.class::cast)
                .filter(where -> where.op() == Operator.EQ);
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> both = new HashSet<>(some);
        both.retainAll(others);
        return new TreeSet<>(both);
    }
}
