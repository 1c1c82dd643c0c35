package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FingerprintTest {

    private static String of(String type, String message) {
        RowBuffer row = new RowBuffer(64);
        row.string("before");
        int from = row.size();
        row.string(type);
        row.string(message);
        row.string("at behind (https://shop.example/app.js:1:2)");
        return Fingerprint.of(row.array(), from);
    }

    private static Set<String> all(IntStream numbers, IntFunction<String> message) {
        return numbers.mapToObj(number -> of("TypeError", message.apply(number)))
                .collect(Collectors.toSet());
    }

    @Test
    void numbers_of_any_length_make_one_group() {
        assertThat(all(IntStream.range(0, 12_000), i -> "Timeout after " + i + " ms"))
                .hasSize(1);
        assertThat(all(IntStream.range(0, 12_000), i -> "NaN" + i)).hasSize(1);
        // Across each length of the message's length.
        assertThat(all(IntStream.range(0, 12), i -> "x".repeat(120) + "1".repeat(i + 1)))
                .hasSize(1);
        assertThat(all(IntStream.range(0, 300), i -> "1".repeat(i * i + 1) + " of many"))
                .hasSize(1);
        Random random = new Random(20261128);
        assertThat(all(IntStream.range(0, 2_000), i -> "no row " + new UUID(random.nextLong(), random.nextLong())))
                .hasSize(1);
        assertThat(all(IntStream.range(10, 2_000), i -> "at 0x" + Integer.toHexString(i * 7919)))
                .hasSize(1);
        assertThat(of("E", "took 1,000.5 ms")).isEqualTo(of("E", "took 999 ms"));
    }

    @Test
    void messages_and_types_that_differ_are_groups_of_their_own() {
        Set<String> found = new HashSet<>();
        List<String> texts = List.of(
                "", "#", "5", "a", "ab", "#5", "5 a", "5 b", "page5", "pagf5", "Cafe", "Cafe 5", "added", "faded", "1.",
                "5, b");
        for (String type : texts) {
            for (String message : texts) {
                assertThat(found.add(of(type, message)))
                        .as("%s: %s", type, message)
                        .isTrue();
            }
        }
        // The length of a message of 48 to 57 bytes is a digit, too.
        assertThat(all(IntStream.range(30, 80), i -> "ح".repeat(i / 2) + "x".repeat(i % 2)))
                .hasSize(50);
        assertThat(of("TypeErro", "rx")).isNotEqualTo(of("TypeError", "x"));
    }
}
