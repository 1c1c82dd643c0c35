package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.DataKind;
import dev.claymore.store.RetentionRule;
import dev.claymore.store.StoragePolicy;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Policies of storage as the API reads and writes them: days, {@code "never"}, or null for what all projects have. */
final class PolicyJson {

    private static final String NEVER = "never";
    private static final Set<String> KINDS =
            Arrays.stream(DataKind.values()).map(DataKind::key).collect(Collectors.toUnmodifiableSet());

    private PolicyJson() {}

    static Map<String, Object> shown(StoragePolicy policy) {
        Map<String, Object> rules = new LinkedHashMap<>();
        for (DataKind kind : DataKind.values()) {
            rules.put(kind.key(), shown(policy.rule(kind)));
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("rules", rules);
        shown.put("budgetBytes", policy.budgetBytes());
        shown.put(
                "whenOver",
                policy.whenOver().stream()
                        .map(step -> step.name().toLowerCase(Locale.ROOT))
                        .toList());
        return shown;
    }

    static Map<String, Object> shown(RetentionRule rule) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("s3AfterDays", days(rule.s3AfterDays()));
        shown.put("deleteAfterDays", days(rule.deleteAfterDays()));
        return shown;
    }

    private static Object days(int days) {
        return days == RetentionRule.INHERIT ? null : days == RetentionRule.NEVER ? NEVER : days;
    }

    static StoragePolicy read(JsonNode body) {
        JsonNode rules = body.path("rules");
        if (!rules.isMissingNode() && !rules.isObject()) {
            throw Problem.invalid("invalid_field", "\"rules\" must be an object.")
                    .thrown();
        }
        Json.onlyFields(rules, "rules", KINDS);
        Map<DataKind, RetentionRule> read = new EnumMap<>(DataKind.class);
        rules.properties().forEach(entry -> {
            String field = "rules." + entry.getKey();
            if (!entry.getValue().isObject()) {
                throw Problem.invalid("invalid_field", "\"" + field + "\" must be an object.")
                        .thrown();
            }
            Json.onlyFields(entry.getValue(), field, Set.of("s3AfterDays", "deleteAfterDays"));
            read.put(
                    DataKind.of(entry.getKey()).orElseThrow(),
                    new RetentionRule(
                            days(entry.getValue(), field, "s3AfterDays"),
                            days(entry.getValue(), field, "deleteAfterDays")));
        });
        List<StoragePolicy.Step> steps = Json.texts(body, "whenOver", 10, 40).orElse(List.of()).stream()
                .map(PolicyJson::step)
                .toList();
        return new StoragePolicy(read, Json.whole(body, "budgetBytes", 0, 0, Json.MOST), steps);
    }

    private static StoragePolicy.Step step(String name) {
        for (StoragePolicy.Step step : StoragePolicy.Step.values()) {
            if (step.name().toLowerCase(Locale.ROOT).equals(name)) {
                return step;
            }
        }
        throw Problem.invalid(
                        "invalid_field",
                        "\"whenOver\" takes "
                                + Arrays.stream(StoragePolicy.Step.values())
                                        .map(step -> step.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + ".")
                .thrown();
    }

    private static int days(JsonNode rule, String where, String field) {
        JsonNode value = rule.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return RetentionRule.INHERIT;
        }
        if (value.isTextual() && value.textValue().equals(NEVER)) {
            return RetentionRule.NEVER;
        }
        if (value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= 1
                && value.intValue() <= RetentionRule.MAX_DAYS) {
            return value.intValue();
        }
        throw Problem.invalid(
                        "invalid_field",
                        "\"%s.%s\" must be a whole number of days from 1 to %d, \"never\" or null, got %s."
                                .formatted(where, field, RetentionRule.MAX_DAYS, Json.clip(value.toString())))
                .thrown();
    }
}
