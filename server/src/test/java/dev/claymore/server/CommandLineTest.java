package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String command) {
        PrintStream errors = new PrintStream(told, true, StandardCharsets.UTF_8);
        return CommandLine.run(new String[] {command, "x"}, environment, errors, errors);
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "eval", "export", "mcp", "sourcemaps", "storage"})
    void anAddressThatIsNoneIsNamed(String command) {
        assertThat(run(Map.of("CLAYMORE_URL", "notaurl"), command)).isEqualTo(2);
        assertThat(told()).contains("CLAYMORE_URL=notaurl").contains("http://").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "http://", "http://a b", "http://x:99999", "http:///path", "//x"})
    void soIsEveryOtherAddressThatIsNone(String url) {
        assertThat(run(Map.of("CLAYMORE_URL", url), "ask")).isEqualTo(2);
        assertThat(told()).contains("CLAYMORE_URL=" + url);
    }

    @ParameterizedTest
    @CsvSource({"CLAYMORE_PORT,abc", "CLAYMORE_PORT,0", "CLAYMORE_PORT,99999", "CLAYMORE_TOKEN,a b"})
    void andEveryOtherSettingThatCannotBeUsed(String key, String value) {
        assertThat(run(Map.of(key, value), "ask")).isEqualTo(2);
        assertThat(told()).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://somebody:secret@x", "ftp://secret@x"})
    void aPasswordIsNotRepeated(String url) {
        assertThat(run(Map.of("CLAYMORE_URL", url), "ask")).isEqualTo(2);
        assertThat(told()).contains("CLAYMORE_URL").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../b", "a/b", "a b", "a?b", "A"})
    void aProjectThatCannotBeIsNamed(String project) {
        for (String[] command : new String[][] {
            {"ask", "how many visitors"},
            {"eval"},
            {"export", "--from", "2026-01-01"},
            {"sourcemaps", "list"},
            {"storage"}
        }) {
            told.reset();
            String[] words = Stream.concat(Arrays.stream(command), Stream.of("--project", project))
                    .toArray(String[]::new);
            PrintStream errors = new PrintStream(told, true, StandardCharsets.UTF_8);
            Map<String, String> environment = Map.of("CLAYMORE_PORT", "1", "CLAYMORE_TOKEN", "x");
            assertThat(CommandLine.run(words, environment, errors, errors)).isEqualTo(2);
            assertThat(told()).as(command[0]).contains("--project " + project).doesNotContain("Exception");
        }
    }
}
