package dev.claymore.query.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claymore.query.stacks.SourceMap.Original;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SourceMapTest {

    @Test
    void leads_from_a_column_to_the_last_segment_at_or_before_it() throws MalformedSourceMap {
        // Line 1: column 0 → a.ts 1:1 "go"; column 8 → a.ts 3:5. Line 3: column 4 → b.ts 3:5; column 9 → nowhere.
        SourceMap map = SourceMap.parse(json("""
                {"version":3,"sources":["a.ts","b.ts"],"sourcesContent":["A",null],"names":["go"],"mappings":"AAAAA,QAEI;;ICAA,K"}
                """));
        assertThat(place(map, 1, 1)).isEqualTo("a.ts:1:1 go [A]");
        assertThat(place(map, 1, 8)).isEqualTo("a.ts:1:1 go [A]");
        assertThat(place(map, 1, 9)).isEqualTo("a.ts:3:5  [A]");
        assertThat(place(map, 1, 100_000)).isEqualTo("a.ts:3:5  [A]");
        assertThat(map.at(2, 1)).isEmpty();
        assertThat(map.at(3, 4)).isEmpty();
        assertThat(place(map, 3, 5)).isEqualTo("b.ts:3:5  []");
        assertThat(map.at(3, 10)).isEmpty();
        assertThat(map.at(4, 1)).isEmpty();
        assertThat(map.at(0, 0)).isEmpty();
    }

    private static String place(SourceMap map, int line, int column) {
        Original place = map.at(line, column).orElseThrow();
        return place.source() + ":" + place.line() + ":" + place.column() + " " + place.name() + " "
                + place.lines(1, 9, 100);
    }

    @Test
    void texts_are_read_however_json_writes_them() throws MalformedSourceMap {
        String json = """
                {"names":["\\u00fc\\n\\"ü\\"",null,7],"mappings":"AAAAA\\/\\/","mappings":"AAAgCA,CAA\\/B",
                "x":{"names":[1]},"sourceRoot":"r","version":"3","file":[],
                "sourcesContent":["eins\\r\\n\\tzwei\\u000adrei\\r\\n\\nfünf \\ud83d\\ude00😀\\\\n\\ud83d\\n"],"sources":["größe.ts"],"debug_id":"b","debugId":"a"}
                """;
        for (String before : List.of("", ")]}'\n", "\uFEFF", " \n")) {
            SourceMap map = SourceMap.parse(json(before + json));
            assertThat(map.debugId()).isEqualTo("a");
            Original place = map.at(1, 1).orElseThrow();
            assertThat(place.source()).isEqualTo("r/größe.ts");
            assertThat(place.column()).isEqualTo(33);
            assertThat(map.at(1, 2).orElseThrow().column()).isEqualTo(2);
            assertThat(place.name()).isEqualTo("ü\n\"ü\"");
            assertThat(place.lines(1, 9, 100)).containsExactly("eins", "\tzwei", "drei", "", "fünf 😀😀\\n?");
            assertThat(place.lines(2, 3, 2)).containsExactly("\tz…", "dr…");
            assertThat(place.lines(5, 9, 6)).containsExactly("fünf ?…");
            assertThat(place.lines(6, 9, 6)).isEmpty();
        }
    }

    /** What a project's key may send: as JSON the largest that is taken, and no more than that in memory. */
    @Test
    void large_maps_take_little_more_memory_than_their_json() throws MalformedSourceMap {
        String names = "\"a\",".repeat(3_000_000);
        assertThatThrownBy(() -> SourceMap.parse(
                        json("{\"version\":3,\"sources\":[],\"mappings\":\"\",\"names\":[" + names + "\"a\"]}")))
                .isInstanceOf(MalformedSourceMap.class)
                .hasMessageContaining("sources and names");
        assertThatThrownBy(() -> SourceMap.parse(
                        json("{\"version\":3,\"mappings\":\"\",\"sources\":[" + "{},".repeat(3_000_000) + "{}]}")))
                .isInstanceOf(MalformedSourceMap.class)
                .hasMessageContaining("sources must hold texts");

        byte[] json = json("{\"version\":3,\"sources\":[\"a.ts\"],\"sourcesContent\":[\"" + "x\\n".repeat(5_000_000)
                + "\"],\"mappings\":\"AAAA" + ",CAAA".repeat(7_900_000) + ";".repeat(1_000_000) + "CACA\"}");
        SourceMap map = SourceMap.parse(json);
        assertThat(map.weight()).isLessThan(json.length + (2L << 20));
        assertThat(map.at(1, 7_900_000).orElseThrow().line()).isEqualTo(1);
        assertThat(map.at(1, 100).orElseThrow().lines(1, 2, 10)).containsExactly("x", "x");
        assertThat(map.at(500_000, 1)).isEmpty();
        assertThat(map.at(1_000_001, 2).orElseThrow().line()).isEqualTo(2);
    }

    @Test
    void follows_any_segments_that_an_independent_encoder_wrote() throws MalformedSourceMap {
        Random random = new Random(20261127);
        for (int round = 0; round < 50; round++) {
            StringBuilder mappings = new StringBuilder();
            List<int[]> expected = new ArrayList<>();
            int[] last = new int[5];
            for (int line = 0; line < 20; line++) {
                last[0] = 0;
                int column = 0;
                for (int segment = random.nextInt(round % 10 == 0 ? 700 : 6); segment > 0; segment--) {
                    column += 1 + random.nextInt(1 << random.nextInt(16));
                    int[] next = {
                        column, random.nextInt(40), random.nextInt(1 << 20), random.nextInt(1 << 24), random.nextInt(9)
                    };
                    for (int i = 0; i < 5; i++) {
                        vlq(next[i] - last[i], mappings);
                    }
                    last = next;
                    expected.add(new int[] {line, column, next[1], next[2], next[3], next[4]});
                    mappings.append(',');
                }
                mappings.append(';');
            }
            Mappings decoded = Mappings.decode(json("\"" + mappings + "\""), 0);
            assertThat(decoded.size()).isEqualTo(expected.size());
            for (int[] segment : expected) {
                assertThat(decoded.at(segment[0], segment[1]))
                        .isEqualTo(new Mappings.Place(segment[2], segment[3], segment[4], segment[5]));
            }
        }
    }

    private static void vlq(int value, StringBuilder text) {
        long rest = value < 0 ? ((long) -value << 1) | 1 : (long) value << 1;
        do {
            long digit = rest % 32;
            rest /= 32;
            text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .charAt((int) (rest > 0 ? digit + 32 : digit)));
        } while (rest > 0);
    }

    @Test
    void an_indexed_map_counts_from_the_offset_of_its_section() throws MalformedSourceMap {
        SourceMap map = SourceMap.parse(json("""
                {"version":3,"debugId":"d-1","sections":[
                  {"offset":{"line":0,"column":0},"map":{"version":3,"sources":["a.ts"],"names":[],"mappings":"AAAA"}},
                  {"offset":{"line":0,"column":10},"map":{"version":3,"sourceRoot":"src","sources":["b.ts"],"names":[],"mappings":"AAAA;CACC"}}]}
                """));
        assertThat(map.debugId()).isEqualTo("d-1");
        assertThat(map.at(1, 10).orElseThrow().source()).isEqualTo("a.ts");
        assertThat(place(map, 1, 11)).isEqualTo("src/b.ts:1:1  []");
        // The column of the offset counts in the first line alone.
        assertThat(place(map, 2, 2)).isEqualTo("src/b.ts:2:2  []");
        assertThat(map.at(2, 1)).isEmpty();
    }

    @Test
    void says_what_is_wrong_with_what_is_no_source_map() {
        for (String wrong : List.of(
                "",
                "[]",
                "not json",
                "{}",
                "{\"version\":2,\"sources\":[],\"mappings\":\"\"}",
                "{\"version\":3,\"sources\":[],\"mappings\":7}",
                "{\"version\":3,\"sources\":[],\"mappings\":\"A!\"}",
                "{\"version\":3,\"sources\":[],\"mappings\":\"AA\"}",
                "{\"version\":3,\"sources\":[],\"mappings\":\"AAAAAA\"}",
                "{\"version\":3,\"sources\":[],\"mappings\":\"D\"}",
                "{\"version\":3,\"sources\":[],\"mappings\":\"gggggggggA\"}",
                "{\"version\":3,\"sources\":[],\"mappings\":\"g\"}",
                "{\"version\":3,\"sources\":[],\"mappings\":\"AAigggggCA\"}",
                "{\"version\":3,\"sections\":[{\"offset\":{\"line\":0,\"column\":0},\"url\":\"x\"}]}")) {
            assertThatThrownBy(() -> SourceMap.parse(json(wrong)))
                    .as(wrong)
                    .isInstanceOf(MalformedSourceMap.class)
                    .message()
                    .isNotBlank();
        }
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
