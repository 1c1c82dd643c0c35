package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FailureTextTest {

    @Test
    void keeps_what_was_wrong_and_leaves_out_the_statement() {
        for (List<String> pair : List.of(
                List.of(
                        "Code: 47. DB::Exception: Unknown expression identifier `pagePth` in scope SELECT pagePth FROM (SELECT * REPLACE (CAST(page, 'String') AS page) FROM c.events) AS events. Maybe you meant: ['page']. (UNKNOWN_IDENTIFIER) (version 26.1.1.1)",
                        "Unknown expression identifier `pagePth`. Maybe you meant: ['page'] (UNKNOWN_IDENTIFIER)"),
                List.of(
                        "Unknown expression identifier `FROM` in scope SELECT `FROM`: Note: the query does not have the FROM clause. Did you forget to add it?. (UNKNOWN_IDENTIFIER)",
                        "Unknown expression identifier `FROM`. Note: the query does not have the FROM clause. Did you forget to add it? (UNKNOWN_IDENTIFIER)"),
                List.of(
                        "Syntax error: failed at position 11 (end of query): . Expected one of: token, DoubleColon, OR, AND, IS NOT DISTINCT FROM, IS DISTINCT FROM, IS NOT UNKNOWN: In scope SELECT formatQuery('SELECT 1 +') AS text. (SYNTAX_ERROR)",
                        "Syntax error: failed at position 11 (end of query) (SYNTAX_ERROR)"),
                List.of(
                        "Syntax error: failed at position 68 (end of query): . Expected end of query: In scope SELECT formatQuery('SELECT 1') AS text. (SYNTAX_ERROR)",
                        "Syntax error: failed at position 68 (end of query): . Expected end of query (SYNTAX_ERROR)"),
                List.of(
                        "Code: 115. DB::Exception: Code: 115. Unknown setting 'max_thread': Maybe you meant ['max_threads']. (UNKNOWN_SETTING). (UNKNOWN_SETTING)",
                        "Unknown setting 'max_thread': Maybe you meant ['max_threads'] (UNKNOWN_SETTING)"),
                List.of("Memory limit exceeded", "Memory limit exceeded"),
                List.of("(S3_ERROR)", "(S3_ERROR)"))) {
            assertThat(FailureText.shortened(pair.getFirst())).isEqualTo(pair.getLast());
        }
    }

    @Test
    void is_bounded_and_keeps_the_name() {
        String told = FailureText.shortened("Cannot parse " + "🦀".repeat(400) + ". (CANNOT_PARSE_TEXT)");
        assertThat(told)
                .hasSizeBetween(FailureText.MAX_LENGTH - 2, FailureText.MAX_LENGTH)
                .endsWith("🦀… (CANNOT_PARSE_TEXT)");
    }
}
