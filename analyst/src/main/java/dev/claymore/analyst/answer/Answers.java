package dev.claymore.analyst.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.Question;
import dev.claymore.analyst.Shape;
import dev.claymore.analyst.Understanding;
import dev.claymore.analyst.answer.Answer.ModelUse;
import dev.claymore.analyst.answer.AskRequest.Engine;
import dev.claymore.analyst.model.ModelReader;
import dev.claymore.analyst.model.ModelReading;
import dev.claymore.analyst.story.Contrasts;
import dev.claymore.query.Meanwhile;
import dev.claymore.query.Outcome;
import dev.claymore.query.Result;
import dev.claymore.query.Sessions;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers questions: reads them, runs what was understood, and puts the proof together. Safe for use by many threads. */
public final class Answers {

    static final String BUILT_IN = "built-in";

    /** Project id of warm-up queries, which only read. It is unlikely to exist. */
    private static final String NOWHERE = "nothing-to-see-here";

    private static final int WARMING_ROUNDS = 2;
    static final List<String> WARMING = List.of(
            "how many sessions were there last week?",
            "sessions with an error on mobile, last 7 days",
            "top 5 pages by visitors this month",
            "page views per day in the last 30 days",
            "bounce rate by country last month",
            "p95 response time per endpoint yesterday",
            "where do people go after /? top 5",
            "week 1 retention of visitors of last month");

    private final Analyst analyst;
    private final ModelReader models;
    private final SessionLinks links;
    private final SessionsBehind behind;
    private final Contrasts contrasts;
    private final Conversations conversations;

    public Answers(Analyst analyst, ModelReader models, Sessions sessions, Contrasts contrasts, Clock clock) {
        this.analyst = analyst;
        this.models = models;
        this.links = new SessionLinks(sessions);
        this.behind = new SessionsBehind(sessions, links);
        this.contrasts = contrasts;
        this.conversations = new Conversations(clock);
    }

    /**
     * Answers one question. That it cannot be answered, or only after a question back, is an answer too; refused is what ClickHouse
     * stopped or could not do.
     *
     * @param progress hears of every stage, on the calling thread
     */
    public Outcome<Answer> ask(AskRequest request, Progress progress) {
        long began = System.nanoTime();
        Optional<Question> last = request.conversationId() == null
                ? Optional.empty()
                : conversations.last(request.projectId(), request.conversationId());
        String conversationId = last.isPresent() ? request.conversationId() : conversations.begin();
        Question question =
                new Question(request.question(), request.now(), request.timezone(), last.orElse(null), request.query());
        Draft draft = new Draft(request, conversationId, BUILT_IN, began);
        if (request.conversationId() != null && last.isEmpty()) {
            draft.assume("The conversation was over, so the question was read on its own.");
        }
        Meanwhile<Optional<ModelReading>> asked =
                Meanwhile.begin(() -> request.engine() == Engine.BUILT_IN || request.query() != null
                        ? Optional.empty()
                        : models.read(request.projectId(), question));
        Understanding understanding = analyst.understand(request.projectId(), question);
        Optional<ModelReading> reading = asked.result();
        if (request.engine() == Engine.MODEL && request.query() == null && reading.isEmpty()) {
            draft.assume("The project has no model that is switched on, so the built-in engine read the question.");
        }
        Outcome<Answer> outcome = reading.isPresent() && reading.get().used()
                ? byModel(draft, reading.get(), understanding, progress)
                : byAnalyst(draft, reading, understanding, progress);
        if (outcome instanceof Outcome.Ok<Answer>(Answer answer)
                && answer.status().equals(Answer.ANSWERED)
                && !(understanding instanceof Understanding.Departure)) { // no question goes on from a contrast
            conversations.remember(request.projectId(), conversationId, question);
        }
        return outcome;
    }

    /**
     * Answers questions about nothing: the first one that a person asks need not wait for classes to be loaded and code to be compiled, here
     * and in ClickHouse.
     */
    public void warm(Instant now) {
        for (int round = 0; round < WARMING_ROUNDS; round++) {
            for (String question : WARMING) {
                Outcome<Answer> _ = aboutNothing(question, now);
            }
        }
    }

    Outcome<Answer> aboutNothing(String question, Instant now) {
        return ask(new AskRequest(NOWHERE, question, now, ZoneOffset.UTC, null, Engine.BUILT_IN), Progress.NONE);
    }

    private Outcome<Answer> byAnalyst(
            Draft draft, Optional<ModelReading> reading, Understanding understanding, Progress progress) {
        reading.ifPresent(asked -> draft.by(BUILT_IN, use(asked, null, null)));
        return switch (understanding) {
            case Understanding.Answered answered -> run(draft, answered, progress);
            case Understanding.Departure departure -> contrast(draft, departure, progress);
            case Understanding.Ambiguous ambiguous -> new Outcome.Ok<>(told(draft.ambiguous(ambiguous), progress));
            case Understanding.Unsupported unsupported ->
                new Outcome.Ok<>(told(draft.unsupported(unsupported), progress));
        };
    }

    private static Answer told(Answer answer, Progress progress) {
        progress.reached(Progress.Stage.UNDERSTANDING, answer);
        progress.reached(Progress.Stage.TEXT, answer);
        return answer;
    }

    private Outcome<Answer> run(Draft draft, Understanding.Answered understood, Progress progress) {
        draft.understood(understood);
        // What does not depend on the answer is looked for while it is computed.
        SessionsBehind.Search search = behind.begin(draft.projectId(), understood.query());
        progress.reached(Progress.Stage.UNDERSTANDING, draft.answer());
        return analyst.run(draft.projectId(), understood)
                .then(result -> complete(
                        draft,
                        understood.title(),
                        understood.shape(),
                        search,
                        Units.told(understood.query(), result),
                        () -> extent(draft.projectId(), understood.query(), result),
                        progress));
    }

    private Outcome<Answer> contrast(Draft draft, Understanding.Departure asked, Progress progress) {
        draft.understood(asked);
        progress.reached(Progress.Stage.UNDERSTANDING, draft.answer());
        Range range = asked.range();
        Instant from = range.from() == null ? Instant.EPOCH : range.from();
        Instant to = range.to() == null ? draft.now() : range.to();
        return contrasts.of(draft.projectId(), asked.step(), null, from, to).then(contrast -> {
            contrast.assumptions().forEach(draft::assume);
            draft.ran(Contrasted.rows(contrast));
            progress.reached(Progress.Stage.SQL, draft.answer());
            progress.reached(Progress.Stage.ROWS, draft.answer());
            draft.worded(contrast.text(), Contrasted.chart(), null);
            progress.reached(Progress.Stage.TEXT, draft.answer());
            progress.reached(Progress.Stage.CHART, draft.answer());
            draft.sessions(links.of(draft.projectId(), Contrasted.examples(contrast)));
            progress.reached(Progress.Stage.SESSIONS, draft.answer());
            return new Outcome.Ok<>(draft.answer());
        });
    }

    /** The model's result is there already; what the built-in engine makes of the question is a check on it. */
    private Outcome<Answer> byModel(Draft draft, ModelReading reading, Understanding understanding, Progress progress) {
        Boolean agrees = null;
        String other = null;
        if (understanding instanceof Understanding.Answered answered
                && analyst.run(draft.projectId(), answered) instanceof Outcome.Ok<Result>(Result own)) {
            agrees = Agreement.of(own, reading.result());
            other = agrees ? null : answered.title();
        }
        Shape shape = Shapes.of(reading.query(), reading.result());
        String title = reading.title().isBlank() ? draft.question() : reading.title();
        draft.by(reading.provider() + "/" + reading.model(), use(reading, agrees, other));
        draft.understood(title, shape, reading);
        progress.reached(Progress.Stage.UNDERSTANDING, draft.answer());
        Query query = read(reading.query());
        SessionsBehind.Search search = query == null
                ? (of, result) -> links.of(draft.projectId(), SessionLinks.found(result))
                : behind.begin(draft.projectId(), query);
        Result result = Units.told(query, reading.result());
        return complete(
                draft,
                title,
                shape,
                search,
                result,
                () -> query == null ? Extent.of(result.sql(), result) : extent(draft.projectId(), query, result),
                progress);
    }

    private Outcome<Answer> complete(
            Draft draft,
            String title,
            Shape shape,
            SessionsBehind.Search search,
            Result result,
            Supplier<Extent> extent,
            Progress progress) {
        draft.ran(result);
        progress.reached(Progress.Stage.SQL, draft.answer());
        progress.reached(Progress.Stage.ROWS, draft.answer());
        Extent known = extent.get();
        draft.worded(Sentences.of(title, shape, result, known), Charts.of(shape, result), known.total());
        progress.reached(Progress.Stage.TEXT, draft.answer());
        progress.reached(Progress.Stage.CHART, draft.answer());
        draft.sessions(search.links(shape, result));
        progress.reached(Progress.Stage.SESSIONS, draft.answer());
        return new Outcome.Ok<>(draft.answer());
    }

    /** A list that ends with its page is counted; where that fails, it is only said that it may go on. */
    private Extent extent(String projectId, Query query, Result result) {
        Extent extent = Extent.of(query, result);
        if (extent.whole() || !(analyst.total(projectId, query) instanceof Outcome.Ok<Optional<Long>>(var total))) {
            return extent;
        }
        return total.map(all -> all <= result.rows().size() ? Extent.WHOLE : extent.total(all))
                .orElse(extent);
    }

    /** What the model proposed ran, so it can be read. */
    private static Query read(JsonNode query) {
        return query == null ? null : QueryJson.read(query);
    }

    private static ModelUse use(ModelReading reading, Boolean agrees, String other) {
        return new ModelUse(
                reading.provider(),
                reading.model(),
                reading.outcome(),
                reading.attempts(),
                reading.inputTokens(),
                reading.outputTokens(),
                agrees,
                other,
                reading.used() || reading.reason().isEmpty() ? null : reading.reason());
    }
}
