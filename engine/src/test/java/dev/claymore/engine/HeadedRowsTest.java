package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadedRowsTest {
    private static byte[] result(String format, int blockRows) {
        String sql = "SELECT number, toString(number) AS `a \"quoted\"\nname` FROM numbers(20000)"
                + " SETTINGS max_block_size = " + blockRows + ", max_threads = 1 FORMAT " + format;
        return TestEngine.send(TestEngine.request(BodyPublishers.ofString(sql)), BodyHandlers.ofByteArray())
                .body();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TSVWithNames",
                "TabSeparatedWithNamesAndTypes",
                "CSVWithNames",
                "CSVWithNamesAndTypes",
                "JSONCompactEachRowWithNames",
                "JSONCompactEachRowWithNamesAndTypes",
                "JSONCompactStringsEachRowWithNamesAndTypes",
                "RowBinaryWithNames",
                "RowBinaryWithNamesAndTypes",
                "JSONEachRow",
                "RowBinary",
                "JSONCompact",
                "Pretty"
            })
    void manyBlocksMakeTheSameResultAsOne(String format) {
        String many = new String(result(format, 1000), java.nio.charset.StandardCharsets.ISO_8859_1);
        String one = new String(result(format, 100_000), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(withoutTimes(many)).isEqualTo(withoutTimes(one)).hasSizeGreaterThan(20_000);
    }

    private static String withoutTimes(String result) {
        return result.replaceAll("\"elapsed\": [0-9.e-]+", "");
    }

    @Test
    void aHeadAloneIsAResult() {
        assertThat(TestEngine.query("SELECT number FROM numbers(9) WHERE number > 10 FORMAT CSVWithNames"))
                .isEqualTo("\"number\"\n");
    }
}
