package dev.claymore.query;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.StoreException;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions of callers: only ClickHouse can say whether it reads one, when it does. */
final class Patterns {

    private static final int CANNOT_COMPILE_REGEXP = 427;
    private static final Pattern REASON = Pattern.compile("error: (.*?)\\. Look at ", Pattern.DOTALL);

    private Patterns() {}

    /** Asks with these values; one that ClickHouse cannot read as a regular expression is refused, and its field is named. */
    static <T> T checked(SqlBuilder values, Supplier<T> asking) {
        try {
            return asking.get();
        } catch (StoreException e) {
            if (e.code() != CANNOT_COMPILE_REGEXP || values.patterns().isEmpty()) {
                throw e;
            }
            throw refusal(values, e.getMessage());
        }
    }

    private static Refusal refusal(SqlBuilder values, String said) {
        String pattern = values.patterns().keySet().stream()
                .filter(said::contains)
                .max(Comparator.comparingInt(String::length))
                .orElse(values.patterns().keySet().iterator().next());
        Matcher reason = REASON.matcher(said);
        return Refusal.invalid(
                "where." + values.patterns().get(pattern),
                "'%s' is not a regular expression as RE2 has them%s"
                        .formatted(pattern, reason.find() ? ": " + reason.group(1) : ""));
    }
}
