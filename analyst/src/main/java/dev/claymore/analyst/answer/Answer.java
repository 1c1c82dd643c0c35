package dev.claymore.analyst.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.claymore.analyst.Chip;
import dev.claymore.analyst.Choice;
import dev.claymore.query.Result;
import java.util.List;
import java.util.Map;

/**
 * An answer with its proof, as the API shows it. What does not apply is null, and left out of the JSON.
 *
 * @param status {@code answered}, {@code ambiguous} or {@code unsupported}
 * @param engine {@code built-in}, or provider and model, as {@code openai/gpt-5}
 * @param sql with its parameters filled in: it can be run as it stands
 * @param total how many sessions or people there are in all, when {@code rows} are only the first of them
 * @param sessions behind the answer, at most {@value SessionLinks#MAX_SESSIONS}: the columns of a session, {@code timestamp}, the millisecond
 *     that matters (ISO-8601), {@code offsetMs}, the same since the session began, and {@code replayUrl}, the page that plays it from there
 * @param text the answer as a sentence; of the other states what to ask back, or why there is no answer
 * @param choices of an ambiguous question
 * @param code of an unsupported one
 * @param nearest a question that can be answered instead of an unsupported one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer(
        String status,
        String question,
        String conversationId,
        String engine,
        Reading understanding,
        List<String> assumptions,
        String sql,
        List<Result.Column> columns,
        List<List<Object>> rows,
        Long total,
        String text,
        Chart chart,
        List<Map<String, Object>> sessions,
        Stats stats,
        List<Choice> choices,
        String code,
        String reason,
        List<String> words,
        String nearest,
        ModelUse model) {

    public static final String ANSWERED = "answered";
    public static final String AMBIGUOUS = "ambiguous";
    public static final String UNSUPPORTED = "unsupported";

    /**
     * What was understood.
     *
     * @param title as a phrase
     * @param shape number, trend, breakdown, ranking, sessions, people, funnel, retention, comparison, paths or table
     * @param confidence 0 to 1
     * @param query what runs, in the language of {@code POST …/query} and its neighbours; it can be changed and sent back. Null
     *     where that language ends
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reading(String title, String shape, List<Chip> chips, double confidence, Object query) {}

    /**
     * What it cost.
     *
     * @param elapsedMs in ClickHouse, for the statement shown
     * @param totalMs from the question to the answer, the model's time and the sessions behind it included
     */
    public record Stats(double elapsedMs, long rowsRead, long bytesRead, double totalMs) {}

    /**
     * How a model took part.
     *
     * @param attempts how often it was asked; more than one: what it proposed was refused and went back to it
     * @param outcome {@code used}, or why the built-in engine answered: {@code unsupported} or {@code ambiguous} (the model says so),
     *     {@code failed}, {@code refused}, {@code budget}, {@code timeout}
     * @param agrees whether the built-in engine comes to the same rows; null: it has no answer of its own
     * @param otherReading what the built-in engine understood, when it does not agree
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ModelUse(
            String provider,
            String model,
            String outcome,
            int attempts,
            long inputTokens,
            long outputTokens,
            Boolean agrees,
            String otherReading,
            String problem) {}
}
