package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class OnceTest {

    private static final UUID KEY = new UUID(1, 2);
    private static final Answer STORED = new Answer.Accepted(1, 0, new byte[0]);
    private static final Answer REPEATED = new Answer.Accepted(1, 0, new byte[0]);
    private static final Answer BROKEN_OFF = new Answer.Overloaded(Problem.OVERLOADED, "broken off", 1);

    private final Once once = new Once(new SeenBatches(16));

    @Test
    void whoComesWhileTheFirstIsUnderWayIsAnsweredAsTheFirstWas() {
        Answer tooLarge = new Answer.Rejected(Problem.BODY_TOO_LARGE, "too large");
        assertThat(secondBeside(() -> tooLarge)).isSameAs(tooLarge);
        Answer quota = new Answer.Overloaded(Problem.QUOTA_EXCEEDED, "quota", 60);
        assertThat(secondBeside(() -> quota)).isSameAs(quota);
        assertThat(secondBeside(() -> STORED)).isSameAs(REPEATED);
    }

    @Test
    void whatWasNotStoredMayBeTriedAgain() {
        store(() -> BROKEN_OFF);
        assertThat(store(() -> STORED)).isSameAs(STORED);
        assertThat(store(() -> STORED)).isSameAs(REPEATED);
    }

    @Test
    void aFirstAttemptThatBreaksOffLeavesNobodyWaiting() {
        assertThat(secondBeside(() -> {
                    throw new IllegalStateException("broken");
                }))
                .isSameAs(BROKEN_OFF);
        assertThatThrownBy(() -> store(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(store(() -> STORED)).isSameAs(STORED);
    }

    private Answer store(Supplier<Answer> keep) {
        return once.store(KEY, keep, () -> REPEATED, first -> first.orElse(BROKEN_OFF));
    }

    /** What the second is answered, which has come before the first ends. */
    private Answer secondBeside(Supplier<Answer> end) {
        CompletableFuture<Void> began = new CompletableFuture<>();
        CompletableFuture<Void> mayEnd = new CompletableFuture<>();
        CompletableFuture<Answer> second = new CompletableFuture<>();
        Thread first = Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, broken) -> {})
                .start(() -> store(() -> {
                    began.complete(null);
                    mayEnd.join();
                    return end.get();
                }));
        began.join();
        Thread other = Thread.ofPlatform().start(() -> second.complete(store(() -> STORED)));
        Await.until(() -> other.getState() == Thread.State.WAITING);
        mayEnd.complete(null);
        Answer answer = second.join();
        Await.until(() -> !first.isAlive());
        return answer;
    }
}
