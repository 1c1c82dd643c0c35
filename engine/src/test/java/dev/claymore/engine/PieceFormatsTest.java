package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PieceFormatsTest {

    /** Each part of a table comes out of the library as a block of its own. */
    private static void threeParts(String table) {
        TestEngine.query("CREATE OR REPLACE TABLE " + table + " (a UInt32) ENGINE = MergeTree ORDER BY a");
        TestEngine.query("SYSTEM STOP MERGES " + table);
        for (int i = 1; i <= 3; i++) {
            TestEngine.query("INSERT INTO " + table + " SELECT " + i);
        }
    }

    @Test
    void aResultOfSeveralBlocksIsOneDocument() {
        threeParts("one_document");

        String json = TestEngine.query("SELECT a FROM one_document ORDER BY a", "default_format", "JSONCompact");
        String named = TestEngine.query("SELECT a FROM one_document ORDER BY a FORMAT CSVWithNames");

        assertThat(json).containsOnlyOnce("\"meta\"").contains("\"rows\": 3");
        assertThat(named).isEqualTo("\"a\"\n1\n2\n3\n");
    }

    @Test
    void rowsAreStreamedBlockByBlock() {
        threeParts("rows_only");

        assertThat(TestEngine.query("SELECT a FROM rows_only ORDER BY a", "default_format", "JSONEachRow"))
                .isEqualTo("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
    }
}
