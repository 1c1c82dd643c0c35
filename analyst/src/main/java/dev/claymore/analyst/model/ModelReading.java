package dev.claymore.analyst.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.Result;
import java.util.List;

/**
 * What came of asking a model.
 *
 * @param outcome {@code used}: there is a result; {@code unsupported} or {@code ambiguous}: the model says so, in {@code reason}; else why
 *     the model did not help: {@code failed}, {@code refused}, {@code budget}, {@code timeout}
 * @param query in the query language; null when the model wrote SQL
 * @param reason for people; holds no key and nothing of the provider's inside
 */
public record ModelReading(
        String provider,
        String model,
        String outcome,
        String title,
        JsonNode query,
        Result result,
        List<String> assumptions,
        String reason,
        int attempts,
        long inputTokens,
        long outputTokens) {

    public boolean used() {
        return outcome.equals("used");
    }

    static ModelReading none(ModelSettings settings, String outcome, String reason) {
        return new ModelReading(
                settings.provider(), settings.model(), outcome, "", null, null, List.of(), reason, 0, 0, 0);
    }
}
