package dev.claymore.query.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The functions hand-written SQL may call: {@code functions.txt}, and combinators behind the aggregate functions of it. */
final class AllowedFunctions {

    private static final List<String> COMBINATORS = List.of(
            "If",
            "Array",
            "Map",
            "OrNull",
            "OrDefault",
            "Distinct",
            "ForEach",
            "Resample",
            "ArgMin",
            "ArgMax",
            "State",
            "Merge",
            "SimpleState",
            "Null");

    private final Set<String> exact = new HashSet<>();
    private final Set<String> anyCase = new HashSet<>();
    private final Set<String> aggregates = new HashSet<>();

    private AllowedFunctions() {}

    static AllowedFunctions load() {
        AllowedFunctions functions = new AllowedFunctions();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                AllowedFunctions.class.getResourceAsStream("functions.txt"), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(functions::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return functions;
    }

    private void add(String line) {
        List<String> words = List.of(line.split(" "));
        String name = words.getFirst();
        exact.add(name);
        if (words.contains("aggregate")) {
            aggregates.add(name);
        }
        if (words.contains("anycase")) {
            anyCase.add(name.toLowerCase(Locale.ROOT));
        }
    }

    boolean contains(String name) {
        return exact.contains(name) || anyCase.contains(name.toLowerCase(Locale.ROOT)) || combined(name);
    }

    /** Whether it is an aggregate function that may be called. */
    boolean aggregates(String name) {
        return contains(name) && (aggregates.contains(name) || aggregatesAnyCase(name) || combined(name));
    }

    private boolean combined(String name) {
        for (String combinator : COMBINATORS) {
            if (name.endsWith(combinator)) {
                String inner = name.substring(0, name.length() - combinator.length());
                if (aggregates.contains(inner)
                        || (anyCase.contains(inner.toLowerCase(Locale.ROOT)) && aggregatesAnyCase(inner))
                        || combined(inner)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean aggregatesAnyCase(String name) {
        return aggregates.stream().anyMatch(name::equalsIgnoreCase);
    }
}
