package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecoderPoolTest {

    private static final MemoryBudget BUDGET = new MemoryBudget(1 << 30);

    @Test
    void aPlaceOfWhichNoDecoderCameIsGivenBack() {
        try (DecoderPool broken = new DecoderPool(null, BUDGET, new SharedPlaces(1, 1))) {
            for (int i = 0; i < 3; i++) {
                // Without options none can be made; a place that was kept would make the next answer null.
                assertThatThrownBy(() -> broken.take("shop")).isInstanceOf(NullPointerException.class);
            }
        }
    }

    @Test
    void oneProjectLeavesTheOthersAPlace() {
        try (DecoderPool pool = new DecoderPool(IngestOptions.in(Path.of("unused")), BUDGET, new SharedPlaces(4, 1))) {
            List<BatchDecoder> taken = List.of(pool.take("floods"), pool.take("floods"), pool.take("floods"));
            assertThat(pool.take("floods")).isNull();
            BatchDecoder other = pool.take("shop");
            assertThat(other).isNotNull();
            assertThat(pool.take("third")).as("all are taken").isNull();

            taken.forEach(decoder -> pool.giveBack("floods", decoder));
            pool.giveBack("shop", other);
            assertThat(pool.take("third")).as("one that was given back").isIn(taken.getFirst(), taken.getLast(), other);
        }
    }
}
