package dev.claymore.store;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names that people give. */
final class Names {

    static final int MAX_LENGTH = 200;

    /** They end the line of a log, or do something to a terminal. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private Names() {}

    /** What is wrong with a name, as it goes on after "name"; blanks at its ends do not count. */
    static Optional<String> problem(String name) {
        if (name == null || name.isBlank() || name.length() > MAX_LENGTH) {
            return Optional.of("must have 1 to " + MAX_LENGTH + " characters");
        }
        return CONTROL.matcher(name.strip()).find()
                ? Optional.of("must have no control characters, such as the end of a line")
                : Optional.empty();
    }
}
