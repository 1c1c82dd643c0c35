package dev.claymore.analyst.answer;

import dev.claymore.analyst.Chip;
import dev.claymore.analyst.Choice;
import dev.claymore.analyst.Shape;
import dev.claymore.analyst.Understanding;
import dev.claymore.analyst.model.ModelReading;
import dev.claymore.query.Result;
import dev.claymore.query.language.QueryJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An answer while it is made; of one question, by one thread. */
final class Draft {

    private final AskRequest request;
    private final String conversationId;
    private final long began;
    private final List<String> assumptions = new ArrayList<>();
    private String engine;
    private Answer.Reading reading;
    private Result result;
    private String text;
    private Chart chart;
    private Long total;
    private List<Map<String, Object>> sessions;
    private Answer.ModelUse model;

    /** @param began of {@link System#nanoTime} */
    Draft(AskRequest request, String conversationId, String engine, long began) {
        this.request = request;
        this.conversationId = conversationId;
        this.engine = engine;
        this.began = began;
    }

    String projectId() {
        return request.projectId();
    }

    void assume(String assumption) {
        assumptions.add(assumption);
    }

    void by(String engine, Answer.ModelUse use) {
        this.engine = engine;
        this.model = use;
    }

    void understood(Understanding.Answered understood) {
        assumptions.addAll(understood.assumptions());
        reading(
                understood.title(),
                understood.shape(),
                understood.chips(),
                understood.confidence(),
                QueryJson.write(understood.query()));
    }

    void understood(Understanding.Departure understood) {
        assumptions.addAll(understood.assumptions());
        reading(understood.title(), Shape.BREAKDOWN, understood.chips(), 1, null);
    }

    Instant now() {
        return request.now();
    }

    String question() {
        return request.question();
    }

    void understood(String title, Shape shape, ModelReading reading) {
        assumptions.addAll(reading.assumptions());
        reading(title, shape, List.of(), 0.5, reading.query());
    }

    private void reading(String title, Shape shape, List<Chip> chips, double confidence, Object query) {
        reading = new Answer.Reading(title, shape.name().toLowerCase(Locale.ROOT), chips, confidence, query);
    }

    void ran(Result result) {
        this.result = result;
    }

    /** @param total null: the rows are all there are, or it is not known */
    void worded(String text, Chart chart, Long total) {
        this.text = text;
        this.chart = chart;
        this.total = total;
    }

    void sessions(List<Map<String, Object>> sessions) {
        this.sessions = sessions;
    }

    Answer answer() {
        return new Answer(
                Answer.ANSWERED,
                request.question().isBlank() && reading != null ? reading.title() : request.question(),
                conversationId,
                engine,
                reading,
                List.copyOf(assumptions),
                result == null ? null : result.sql(),
                result == null ? null : result.columns(),
                result == null ? null : result.rows(),
                total,
                text,
                chart,
                sessions,
                result == null
                        ? null
                        : new Answer.Stats(
                                result.stats().elapsedMs(),
                                result.stats().rowsRead(),
                                result.stats().bytesRead(),
                                (System.nanoTime() - began) / 1e6),
                null,
                null,
                null,
                null,
                null,
                model);
    }

    Answer ambiguous(Understanding.Ambiguous ambiguous) {
        return other(Answer.AMBIGUOUS, ambiguous.question(), ambiguous.choices(), null, null, null, null);
    }

    Answer unsupported(Understanding.Unsupported unsupported) {
        String nearest = unsupported.nearest().isEmpty() ? null : unsupported.nearest();
        return other(
                Answer.UNSUPPORTED,
                unsupported.reason(),
                null,
                unsupported.code(),
                unsupported.reason(),
                unsupported.words(),
                nearest);
    }

    private Answer other(
            String status,
            String said,
            List<Choice> choices,
            String code,
            String reason,
            List<String> words,
            String nearest) {
        return new Answer(
                status,
                request.question(),
                conversationId,
                engine,
                null,
                List.copyOf(assumptions),
                null,
                null,
                null,
                null,
                said,
                null,
                null,
                null,
                choices,
                code,
                reason,
                words,
                nearest,
                model);
    }
}
