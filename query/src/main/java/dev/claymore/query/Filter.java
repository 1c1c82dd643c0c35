package dev.claymore.query;

import dev.claymore.query.language.Operator;
import java.util.List;

/**
 * One condition.
 *
 * @param field a dimension of the model, or {@code tags.<key>} for a custom tag
 * @param values alternatives; none for {@code exists} and {@code notExists}
 */
public record Filter(String field, Operator op, List<String> values) {

    public Filter {
        values = List.copyOf(values);
    }
}
