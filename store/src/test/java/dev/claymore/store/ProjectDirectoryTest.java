package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.ProjectDirectory.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ProjectDirectoryTest {

    private volatile Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private volatile Supplier<List<Entry>> source = () -> List.of(entry("shop"));

    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final ProjectDirectory directory = patient(Duration.ofMinutes(1));

    private ProjectDirectory patient(Duration patience) {
        return new ProjectDirectory(() -> source.get(), clock, patience);
    }

    private static Entry entry(String id) {
        return new Entry(
                new Project(id, id, Instant.EPOCH, "wk_" + id, List.of(), ProjectSettings.DEFAULT),
                "hash " + id,
                List.of(),
                1);
    }

    @Test
    @Timeout(20)
    void keys_are_known_while_the_database_hangs() throws InterruptedException {
        ProjectDirectory hurried = patient(Duration.ofMillis(100));
        assertThat(hurried.byKey("wk_shop")).isPresent();
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        source = () -> {
            asked.incrementAndGet();
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(entry("shop"), entry("new"));
        };
        now = now.plusSeconds(11);

        assertThat(hurried.byKey("wk_shop")).isPresent();
        assertThat(hurried.byKey("wk_new")).isEmpty();
        assertThat(asked.get()).isLessThanOrEqualTo(1);
        answered.countDown();
        for (int i = 0; i < 500 && hurried.byKey("wk_new").isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertThat(hurried.byKey("wk_new")).isPresent();
    }

    @Test
    void what_others_changed_is_seen_by_the_first_who_asks_later() {
        assertThat(directory.byKey("wk_new")).isEmpty();
        source = () -> List.of(entry("new"));
        now = now.plusSeconds(11);

        assertThat(directory.byKey("wk_new")).isPresent();
        assertThat(directory.byKey("wk_shop")).isEmpty();
    }

    @Test
    void the_last_list_serves_while_the_database_is_away() {
        assertThat(directory.byKey("wk_shop")).isPresent();
        source = () -> {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, 0, "away", null);
        };
        now = now.plusSeconds(11);

        assertThat(directory.byKey("wk_shop")).isPresent();
    }
}
