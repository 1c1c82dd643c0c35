package dev.claymore.analyst.answer;

import dev.claymore.analyst.Question;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked before, so that a question can follow up on it. In memory, bounded, and gone two hours after the last question: the oldest
 * conversation leaves when there are too many. Safe for use by many threads.
 */
final class Conversations {

    static final int MAX_CONVERSATIONS = 10_000;
    static final int MAX_QUESTIONS = 20;
    static final Duration LIFETIME = Duration.ofHours(2);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String projectId, String conversationId) {}

    private record Kept(Question last, Instant usedAt) {}

    Conversations(Clock clock) {
        this.clock = clock;
    }

    /** An id that nobody guesses. */
    String begin() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The last question of a conversation of this project; empty: there is none of this id, or it is over. */
    synchronized Optional<Question> last(String projectId, String conversationId) {
        Kept found = kept.get(new Key(projectId, conversationId));
        return found == null || found.usedAt().plus(LIFETIME).isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(found.last());
    }

    synchronized void remember(String projectId, String conversationId, Question question) {
        kept.put(new Key(projectId, conversationId), new Kept(bounded(question), clock.instant()));
        while (kept.size() > MAX_CONVERSATIONS) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return kept.size();
    }

    private static Question bounded(Question question) {
        return bounded(question, MAX_QUESTIONS);
    }

    private static Question bounded(Question question, int left) {
        if (question == null || left == 0) {
            return null;
        }
        return new Question(
                question.text(),
                question.now(),
                question.timezone(),
                bounded(question.previous(), left - 1),
                question.query());
    }
}
