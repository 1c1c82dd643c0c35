package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A condition in words, short enough for a part of an understanding. */
final class ConditionWords {

    /** Whose value says what it is. */
    private static final Set<String> SPEAKING =
            Set.of("customEvent", "type", "name", "page", "viewedPage", "errorType");

    private ConditionWords() {}

    /** Empty for what always holds. */
    static String of(Condition condition) {
        return switch (condition) {
            case Condition.All(List<Condition> all) -> joined(all, " and ");
            case Condition.Any(List<Condition> any) -> joined(any, " or ");
            case Condition.Not(Condition.Did did) ->
                "no " + of(did.where()) + (did.by() == Subject.PERSON ? " ever" : "");
            case Condition.Not(Condition denied) -> "not " + of(denied);
            case Condition.Where where -> where(where);
            case Condition.Did did -> times(did.count()) + of(did.where());
            case Condition.Sequence sequence ->
                joined(sequence.steps(), ", then ")
                        + (sequence.within() == null ? "" : " within " + duration(sequence.within()));
            case Condition.InCohort cohort -> "cohort " + cohort.cohortId();
        };
    }

    private static String joined(List<Condition> conditions, String by) {
        return conditions.stream()
                .map(ConditionWords::of)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(by));
    }

    static String times(Count count) {
        if (count.equals(Count.AT_LEAST_ONCE)) {
            return "";
        }
        return sign(count.op()) + " " + count.value() + " × ";
    }

    private static String where(Condition.Where where) {
        boolean lasting = where.field().endsWith("Ms");
        String values = where.values().stream()
                .map(value -> lasting ? lasting(value) : value)
                .collect(Collectors.joining(" or "));
        boolean equal = where.op() == Operator.EQ || where.op() == Operator.IS;
        if (equal && SPEAKING.contains(where.field())) {
            return values;
        }
        return switch (where.op()) {
            case EXISTS -> "a " + field(where.field());
            case NOT_EXISTS -> "no " + field(where.field());
            default -> field(where.field()) + " " + (equal ? "" : sign(where.op()) + " ") + values;
        };
    }

    static String sign(Operator op) {
        return switch (op) {
            case EQ, IS -> "exactly";
            case NE -> "not";
            case GT -> "over";
            case GTE -> "at least";
            case LT -> "under";
            case LTE -> "at most";
            case CONTAINS -> "contains";
            case STARTS_WITH -> "begins with";
            case ENDS_WITH -> "ends with";
            case MATCHES -> "matches";
            case EXISTS, NOT_EXISTS -> "";
        };
    }

    /** {@code tags.plan} is plan, {@code utmCampaign} utm campaign, {@code durationMs} duration. */
    static String field(String field) {
        return field.startsWith("tags.") ? field.substring(5) : words(field);
    }

    static String words(String name) {
        return name.replaceAll("Ms$", "")
                .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replace('_', ' ')
                .toLowerCase(Locale.ROOT);
    }

    private static String lasting(String millis) {
        return millis.matches("\\d{1,15}") ? duration(Duration.ofMillis(Long.parseLong(millis))) : millis;
    }

    static String duration(Duration duration) {
        if (duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() == 1 ? "1 day" : duration.toDays() + " days";
        }
        if (duration.toHours() > 0 && duration.equals(Duration.ofHours(duration.toHours()))) {
            return duration.toHours() == 1 ? "1 hour" : duration.toHours() + " hours";
        }
        if (!duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            return duration.toMillis() + " ms";
        }
        if (!duration.equals(Duration.ofMinutes(duration.toMinutes()))) {
            return duration.toSeconds() == 1 ? "1 second" : duration.toSeconds() + " seconds";
        }
        return duration.toMinutes() == 1 ? "1 minute" : duration.toMinutes() + " minutes";
    }
}
