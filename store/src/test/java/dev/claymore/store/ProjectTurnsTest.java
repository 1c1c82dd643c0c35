package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One project's statements wait for one another and for nobody else's. */
final class ProjectTurnsTest {

    private final CountDownLatch done = new CountDownLatch(1);

    /** As many statements as may run, none of which ends. */
    private List<Future<?>> fill(ProjectTurns turns, ExecutorService threads, boolean writtenByHand, int most)
            throws InterruptedException {
        CountDownLatch running = new CountDownLatch(most);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            all.add(threads.submit(() -> turns.within("shop", writtenByHand, () -> {
                running.countDown();
                return await();
            })));
        }
        running.await();
        return all;
    }

    private boolean await() {
        try {
            done.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void one_more_is_refused_in_the_end_and_others_run() throws Exception {
        ProjectTurns turns = new ProjectTurns(Duration.ofMillis(50));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = fill(turns, threads, true, ProjectTurns.HAND_WRITTEN);

            assertThatThrownBy(() -> turns.within("shop", true, () -> 1))
                    .isInstanceOfSatisfying(StoreException.class, e -> {
                        assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY);
                        assertThat(e.retryable()).isTrue();
                    });
            assertThat(turns.within("other", true, () -> 2))
                    .as("another project's")
                    .isEqualTo(2);
            assertThat(turns.within("shop", false, () -> 3))
                    .as("the product's own")
                    .isEqualTo(3);

            done.countDown();
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(turns.within("shop", true, () -> 4)).isEqualTo(4);
        }
    }

    @Test
    void who_waits_runs_when_another_ends_and_a_failure_ends_a_turn() throws Exception {
        ProjectTurns turns = new ProjectTurns(Duration.ofMinutes(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = fill(turns, threads, false, ProjectTurns.OWN);
            Future<Integer> waiting = threads.submit(() -> turns.within("shop", false, () -> 1));
            done.countDown();
            assertThat(waiting.get()).isEqualTo(1);
            for (int i = 0; i < 2 * ProjectTurns.OWN; i++) {
                assertThatThrownBy(() -> turns.within("shop", false, () -> {
                            throw new IllegalStateException("failed");
                        }))
                        .isInstanceOf(IllegalStateException.class);
            }
            assertThat(turns.within("shop", false, () -> 2)).isEqualTo(2);
        }
    }
}
