package dev.claymore.query.stacks;

import static dev.claymore.query.stacks.StackText.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.stacks.StackText.Frame;
import org.junit.jupiter.api.Test;

final class StackTextTest {

    private static Frame frame(String function, String url, int line, int column) {
        return new Frame(function, url, line, column, false);
    }

    private static Frame async(String function, String url, int line, int column) {
        return new Frame(function, url, line, column, true);
    }

    @Test
    void reads_the_stacks_of_all_browsers() {
        assertThat(StackText.frames("""
                TypeError: x is undefined at checkout:3:4
                    at n (https://shop.example/assets/app.js?v=1:1:83)
                    at Array.map (<anonymous>)
                    at new s (https://shop.example/assets/app.js:1:9)
                    at Object.get [as a (b)] (webpack-internal:///./a.js:1:9)
                    at eval (eval at run (https://shop.example/app.js:1:2), <anonymous>:1:7)
                    at https://shop.example/assets/app.js:1:46
                    at async Promise.all (index 0)
                    at async HTMLButtonElement.s (https://shop.example/assets/app.js:1:47)
                    at async https://shop.example/assets/app.js:1:48
                    at async (https://shop.example/assets/app.js:1:49)
                """))
                .containsExactly(
                        frame("n", "https://shop.example/assets/app.js?v=1", 1, 83),
                        frame("Array.map", "", 0, 0),
                        frame("new s", "https://shop.example/assets/app.js", 1, 9),
                        frame("Object.get [as a (b)]", "webpack-internal:///./a.js", 1, 9),
                        frame("eval", "eval at run (https://shop.example/app.js:1:2), <anonymous>", 1, 7),
                        frame("", "https://shop.example/assets/app.js", 1, 46),
                        async("Promise.all", "", 0, 0),
                        async("HTMLButtonElement.s", "https://shop.example/assets/app.js", 1, 47),
                        async("", "https://shop.example/assets/app.js", 1, 48),
                        frame("async", "https://shop.example/assets/app.js", 1, 49));
        assertThat(StackText.frames("""
                n@https://shop.example/@scope/app.js:1:83
                reduce@[native code]
                async*m@https://shop.example/app.js:2:4
                promise callback*@https://shop.example/app.js:2:5
                async o@https://shop.example/app.js:2:6
                @https://shop.example/app.js:2:7
                """))
                .containsExactly(
                        frame("n", "https://shop.example/@scope/app.js", 1, 83),
                        frame("reduce", "", 0, 0),
                        async("m", "https://shop.example/app.js", 2, 4),
                        async("", "https://shop.example/app.js", 2, 5),
                        async("o", "https://shop.example/app.js", 2, 6),
                        frame("", "https://shop.example/app.js", 2, 7));
    }

    /** As frameworks serve the scripts of groups of routes. */
    @Test
    void parentheses_in_an_address_belong_to_it() {
        String url = "https://shop.example/_next/app/(shop)/a (1)/page.js";
        assertThat(StackText.frames("Error: no\n    at i (" + url + ":1:78)\n    at " + url + ":1:9\n    at async u ("
                        + url + ":1:7)\n    at async " + url + ":1:8"))
                .containsExactly(
                        frame("i", url, 1, 78), frame("", url, 1, 9), async("u", url, 1, 7), async("", url, 1, 8));
        assertThat(StackText.frames("i@" + url + ":1:78")).containsExactly(frame("i", url, 1, 78));
        assertThat(path(url)).isEqualTo("/_next/app/(shop)/a (1)/page.js");
    }

    @Test
    void no_line_of_the_message_is_a_frame() {
        String below = "    at n (https://shop.example/app.js:1:83)";
        String message = "mail to ada@example.com failed at 10:15:30\n    at fake (https://shop.example/app.js:1:1)";
        for (String head : new String[] {"Error: ", "HttpError: ", ""}) {
            String stack = head + message + "\n" + below;
            assertThat(StackText.withoutMessage(stack, message)).isEqualTo(below);
            assertThat(StackText.withoutMessage(stack, "")).isEqualTo(stack);
        }
        assertThat(StackText.frames("Error: mail to ada@example.com failed at 10:15:30\n" + below))
                .containsExactly(frame("n", "https://shop.example/app.js", 1, 83));
        String cut = "x".repeat(2_000);
        assertThat(StackText.withoutMessage("Error: " + cut + " and more\n" + below, cut))
                .isEqualTo(below);
        // Other browsers write none in front.
        for (String other : new String[] {"n", "app", "n@https", "", "n@https://shop.example/app.js:1:83"}) {
            String stack = "n@https://shop.example/app.js:1:83\nm@https://shop.example/app.js:1:9";
            assertThat(StackText.frames(StackText.withoutMessage(stack, other))).hasSize(other.endsWith("83") ? 1 : 2);
        }
    }

    @Test
    void a_path_is_what_a_script_is_called_however_it_is_written() {
        assertThat(path("https://shop.example/assets/app.js?v=1#x")).isEqualTo("/assets/app.js");
        assertThat(path("https://shop.example")).isEqualTo("/");
        assertThat(path("/a.js")).isEqualTo("/a.js");
        assertThat(path("https://shop.example/%C3%9Cbersicht/a%20b/%5bslug%5D/app.js"))
                .isEqualTo("/Übersicht/a b/[slug]/app.js")
                .isEqualTo(path("/Übersicht/a b/[slug]/app.js"));
        assertThat(path("/a%3Fb%23c.js?d")).isEqualTo("/a?b#c.js");
        assertThat(path("/100%25.js")).isEqualTo("/100%.js");
        assertThat(path("/100%.js")).isEqualTo("/100%.js");
        assertThat(path("/%zz%f/%4")).isEqualTo("/%zz%f/%4");
        assertThat(path("/%FF.js")).isEqualTo("/%FF.js");
        assertThat(path("/a%00b%20.js")).isEqualTo("/a%00b%20.js");
    }
}
