package dev.claymore.analyst.answer;

import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.Question;
import dev.claymore.analyst.Understanding;
import dev.claymore.query.Outcome;
import dev.claymore.query.Sessions;
import java.time.Clock;
import java.util.Optional;

/** Answers questions: reads them, runs what was understood, and puts the proof together. Safe for use by many threads. */
public final class Answers {

    private final Analyst analyst;
    private final SessionLinks links;
    private final Conversations conversations;

    public Answers(Analyst analyst, Sessions sessions, Clock clock) {
        this.analyst = analyst;
        this.links = new SessionLinks(sessions);
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
        Question question = new Question(request.question(), request.now(), request.timezone(), last.orElse(null));
        Understanding understanding = analyst.understand(request.projectId(), question);
        Draft draft = new Draft(request, conversationId, BUILT_IN, began);
        if (request.conversationId() != null && last.isEmpty()) {
            draft.assume("The conversation was over, so the question was read on its own.");
        }
        return switch (understanding) {
            case Understanding.Answered answered -> {
                conversations.remember(request.projectId(), conversationId, question);
                yield run(draft, answered, progress);
            }
            case Understanding.Ambiguous ambiguous -> new Outcome.Ok<>(told(draft.ambiguous(ambiguous), progress));
            case Understanding.Unsupported unsupported ->
                new Outcome.Ok<>(told(draft.unsupported(unsupported), progress));
        };
    }

    static final String BUILT_IN = "built-in";

    private static Answer told(Answer answer, Progress progress) {
        progress.reached(Progress.Stage.UNDERSTANDING, answer);
        progress.reached(Progress.Stage.TEXT, answer);
        return answer;
    }

    private Outcome<Answer> run(Draft draft, Understanding.Answered understood, Progress progress) {
        draft.understood(understood);
        progress.reached(Progress.Stage.UNDERSTANDING, draft.answer());
        return analyst.run(draft.projectId(), understood).then(result -> {
            draft.ran(result);
            progress.reached(Progress.Stage.SQL, draft.answer());
            progress.reached(Progress.Stage.ROWS, draft.answer());
            draft.worded(
                    Sentences.of(understood.title(), understood.shape(), result),
                    Charts.of(understood.shape(), result));
            progress.reached(Progress.Stage.TEXT, draft.answer());
            progress.reached(Progress.Stage.CHART, draft.answer());
            draft.sessions(links.of(draft.projectId(), SessionLinks.found(result)));
            progress.reached(Progress.Stage.SESSIONS, draft.answer());
            return new Outcome.Ok<>(draft.answer());
        });
    }
}
