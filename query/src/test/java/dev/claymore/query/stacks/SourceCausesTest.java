package dev.claymore.query.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.SourceMapTable;
import dev.claymore.store.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two releases of one site, bundled and minified by esbuild, and the stacks that their errors had. In release 2 functions were added above those
 * that fail, so that every line, column and short name is another; its bundler names the sources in another way, too.
 */
final class SourceCausesTest {

    private static final String CHECKOUT_1 = """
            TypeError: Cannot read properties of undefined (reading 'amount')
                at c (https://shop.example/app.js:1:83)
                at https://shop.example/app.js:1:46
                at Array.reduce (<anonymous>)
                at r (https://shop.example/app.js:1:30)
                at https://shop.example/app.js:1:226
                at n (https://shop.example/app.js:1:133)
                at u (https://shop.example/app.js:1:204)
                at https://shop.example/app.js:1:336
            """;
    private static final String CHECKOUT_2 = """
            TypeError: Cannot read properties of undefined (reading 'amount')
                at i (https://shop.example/app.js:1:142)
                at https://shop.example/app.js:1:93
                at Array.reduce (<anonymous>)
                at e (https://shop.example/app.js:1:77)
                at https://shop.example/app.js:1:323
                at r (https://shop.example/app.js:1:192)
                at f (https://shop.example/app.js:1:301)
                at https://shop.example/app.js:1:433
            """;
    private static final String REFUND_1 = """
            TypeError: Cannot read properties of null (reading 'price')
                at c (https://shop.example/app.js:1:77)
                at https://shop.example/app.js:1:46
                at Array.reduce (<anonymous>)
                at r (https://shop.example/app.js:1:30)
                at m (https://shop.example/app.js:1:308)
                at https://shop.example/app.js:1:336
            """;

    private static SourceMapTable table;
    private static SourceCauses causes;
    private static volatile Instant now = Instant.parse("2026-06-01T00:00:00Z");

    @BeforeAll
    static void releases() throws IOException {
        InstantSource clock = () -> now;
        table = new SourceMapTable(TestDatabase.migrated(), Clock.systemUTC());
        table.save("shop", "1", "/app.js", "", map(1));
        table.save("shop", "2", "/app.js", "d-2", map(2));
        causes = new SourceCauses(table, new OriginalStacks(table), clock);
    }

    private static byte[] map(int release) throws IOException {
        try (InputStream file = SourceCausesTest.class.getResourceAsStream("shop-" + release + ".js.map")) {
            return file.readAllBytes();
        }
    }

    private static String cause(String release, String type, String stack) {
        return causes.of("shop", release, List.of(), type, "", stack);
    }

    @Test
    void anErrorHasOneCauseInEveryReleaseAndEveryBrowser() {
        String checkout = cause("1", "TypeError", CHECKOUT_1);
        assertThat(checkout).matches("[0-9a-f]{16}");
        assertThat(cause("2", "TypeError", CHECKOUT_2)).isEqualTo(checkout);
        assertThat(cause("2", "TypeError", """
                        i@https://shop.example/app.js:1:142
                        @https://shop.example/app.js:1:93
                        reduce@[native code]
                        e@https://shop.example/app.js:1:77
                        @https://shop.example/app.js:1:323
                        r@https://shop.example/app.js:1:192
                        f@https://shop.example/app.js:1:301
                        global code@https://shop.example/app.js:1:433
                        """)).isEqualTo(checkout);
        // Without the frames of the browser's own functions, and with names for what has none.
        assertThat(cause("2", "TypeError", """
                        i@https://shop.example/app.js:1:142
                        e/<@https://shop.example/app.js:1:93
                        e@https://shop.example/app.js:1:70
                        f/<@https://shop.example/app.js:1:323
                        r@https://shop.example/app.js:1:192
                        f@https://shop.example/app.js:1:301
                        @https://shop.example/app.js:1:433
                        """)).isEqualTo(checkout);
        assertThat(causes.of("shop", "", List.of("d-2"), "TypeError", "", CHECKOUT_2.replace("/app.js", "/old/app.js")))
                .isEqualTo(checkout);
    }

    @Test
    void anotherWayOrAnotherTypeIsAnotherCause() {
        assertThat(cause("1", "TypeError", REFUND_1)).isNotEmpty().isNotEqualTo(cause("1", "TypeError", CHECKOUT_1));
        assertThat(cause("1", "RangeError", CHECKOUT_1)).isNotEqualTo(cause("1", "TypeError", CHECKOUT_1));
    }

    @Test
    void whereNoMapLeadsToTheSitesOwnCodeThereIsNone() {
        assertThat(cause("3", "TypeError", CHECKOUT_1)).isEmpty();
        assertThat(cause("1", "TypeError", CHECKOUT_1.replace("/app.js", "/cdn.js")))
                .isEmpty();
        assertThat(causes.of("other", "1", List.of(), "TypeError", "", CHECKOUT_1))
                .isEmpty();
        // Only the package's own frame.
        assertThat(cause("1", "TypeError", "at n (https://shop.example/app.js:1:133)"))
                .isEmpty();
        assertThat(cause("1", "TypeError", "no stack at all")).isEmpty();
        assertThat(cause("1", "", "at c (https://shop.example/app.js:999999999:999999999)\n".repeat(5_000)))
                .isEmpty();
    }

    @Test
    void aMapOfAnotherBuildIsNotTakenForThatOfTheScript() throws IOException {
        table.save("cached", "", "/app.js", "d-2", map(2));
        now = now.plusSeconds(60);
        assertThat(causes.of("cached", "", List.of("d-2"), "TypeError", "", CHECKOUT_2))
                .isNotEmpty();
        assertThat(causes.of("cached", "", List.of("d-1"), "TypeError", "", CHECKOUT_1))
                .isEmpty();
        assertThat(causes.of("cached", "7", List.of("d-1"), "TypeError", "", CHECKOUT_1))
                .isEmpty();
        // No id is no name of the maps without one.
        assertThat(causes.of("shop", "", List.of(""), "TypeError", "", CHECKOUT_1.replace("/app.js", "/old/app.js")))
                .isEmpty();
    }

    @Test
    void aMapThatIsUploadedLaterCountsSoon() throws IOException {
        assertThat(causes.of("late", "1", List.of(), "TypeError", "", CHECKOUT_1))
                .isEmpty();
        table.save("late", "1", "/app.js", "", map(1));
        now = now.plusSeconds(60);
        assertThat(causes.of("late", "1", List.of(), "TypeError", "", CHECKOUT_1))
                .isEqualTo(cause("1", "TypeError", CHECKOUT_1));
        table.delete("late", "1");
        now = now.plusSeconds(60);
        assertThat(causes.of("late", "1", List.of(), "TypeError", "", CHECKOUT_1))
                .isEmpty();
    }

    /** As bundlers make maps of minified handlers that are not to show the sources. */
    @Test
    void whereTheInnermostFrameSaysNothingTheMessageTellsErrorsApart() throws IOException {
        String json = new String(map(1), StandardCharsets.UTF_8);
        String bare = json.replaceFirst("\"sourcesContent\":\\s*\\[.*?\"\\],", "")
                .replaceFirst("\"names\":\\s*\\[.*?\\]", "\"names\":[]");
        assertThat(bare).doesNotContain("sourcesContent").contains("\"names\":[]");
        table.save("bare", "1", "/app.js", "", bare.getBytes(StandardCharsets.UTF_8));
        now = now.plusSeconds(60);
        assertThat(causes.of("bare", "1", List.of(), "TypeError", "", CHECKOUT_1))
                .isEmpty();
        assertThat(causes.of("bare", "1", List.of(), "TypeError", "", REFUND_1)).isEmpty();
        assertThat(new OriginalStacks(table)
                        .trace("bare", "1", List.of(), "", CHECKOUT_1)
                        .mapped())
                .isPositive();
    }

    @Test
    void aScriptIsFoundHoweverItsPathIsWritten() throws IOException {
        String written = "/%C3%9Cbersicht/(a%20b)/%5Bslug%5D/app%20%231.js";
        String stack = CHECKOUT_1.replace("/app.js", written);
        for (String kept : List.of(StackText.path(written), written)) {
            table.save("paths", "1", kept, "", map(1));
            now = now.plusSeconds(60);
            assertThat(new OriginalStacks(table)
                            .trace("paths", "1", List.of(), "", stack)
                            .mapped())
                    .as(kept)
                    .isEqualTo(7);
            assertThat(causes.of("paths", "1", List.of(), "TypeError", "", stack))
                    .isEqualTo(cause("1", "TypeError", CHECKOUT_1));
            table.delete("paths", "1");
        }
    }

    @Test
    void whoWaitsForAFunctionDoesNotNameIt() {
        String asynchronous = CHECKOUT_1.replace("at r (", "at async r (").replace("at n (", "at async n (");
        List<OriginalStacks.OriginalFrame> frames = new OriginalStacks(table)
                .trace("shop", "1", List.of(), "", asynchronous)
                .frames();
        List<OriginalStacks.OriginalFrame> called = new OriginalStacks(table)
                .trace("shop", "1", List.of(), "", CHECKOUT_1)
                .frames();
        assertThat(called.get(3).function()).isEqualTo("r");
        assertThat(called.get(4).original().function()).isNotEmpty();
        assertThat(frames.get(3).function()).isEqualTo("r");
        assertThat(frames.get(4).original().function()).isEmpty();
    }

    /** What caused an error is shown with it, and makes no group. */
    @Test
    void theStackOfACauseIsNotThatOfTheError() {
        String caused = "    at c (https://shop.example/app.js:1:83)\nCaused by: " + REFUND_1;
        assertThat(new OriginalStacks(table)
                        .trace("shop", "1", List.of(), "", caused)
                        .frames())
                .extracting(OriginalStacks.OriginalFrame::function)
                .startsWith("c", "Caused by: TypeError: Cannot read properties of null (reading 'price')", "c");
        assertThat(cause("1", "TypeError", caused))
                .isEqualTo(cause("1", "TypeError", "    at c (https://shop.example/app.js:1:83)"));
    }

    @Test
    void theMessageDoesNotCount() {
        String fake = "no such thing\n    at n (https://shop.example/app.js:1:204)";
        String stack = CHECKOUT_1.replace("Cannot read properties of undefined (reading 'amount')", fake);
        assertThat(causes.of("shop", "1", List.of(), "TypeError", fake, stack))
                .isEqualTo(cause("1", "TypeError", CHECKOUT_1));
        assertThat(cause("1", "TypeError", stack)).isNotEqualTo(cause("1", "TypeError", CHECKOUT_1));
    }
}
