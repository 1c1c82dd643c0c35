package dev.claymore.analyst;

import java.util.List;
import java.util.Map;

/** Numbers in figures and in words. */
final class Numbers {

    private static final Map<String, Integer> SMALL = Map.ofEntries(
            Map.entry("zero", 0),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("thirteen", 13),
            Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("sixteen", 16),
            Map.entry("seventeen", 17),
            Map.entry("eighteen", 18),
            Map.entry("nineteen", 19),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty", 40),
            Map.entry("fifty", 50),
            Map.entry("sixty", 60),
            Map.entry("seventy", 70),
            Map.entry("eighty", 80),
            Map.entry("ninety", 90),
            Map.entry("dozen", 12));

    private static final Map<String, Integer> SCALES = Map.of("hundred", 100, "thousand", 1_000, "million", 1_000_000);

    private Numbers() {}

    /** @param to the token after its last one */
    record Found(double value, String unit, int to) {}

    /** The number that begins at the token, or null. */
    static Found at(List<Token> tokens, int i) {
        if (i >= tokens.size()) {
            return null;
        }
        Token token = tokens.get(i);
        if (token.isNumber()) {
            double value = token.number();
            int to = i + 1;
            if (to < tokens.size() && SCALES.containsKey(tokens.get(to).lower())) {
                value *= SCALES.get(tokens.get(to).lower());
                to++;
            }
            if (to < tokens.size()
                    && token.unit().isEmpty()
                    && tokens.get(to).is("dollar", "euro", "usd", "eur", "gbp", "bucks", "quid", "pounds")) {
                return new Found(value, "money", to + 1);
            }
            if (to < tokens.size() && token.unit().isEmpty() && tokens.get(to).is("percent", "pct")) {
                return new Found(value, "percent", to + 1);
            }
            return new Found(value, token.unit(), to);
        }
        return token.word() ? words(tokens, i) : null;
    }

    private static Found words(List<Token> tokens, int start) {
        int i = start;
        if (tokens.get(i).is("a")
                && i + 1 < tokens.size()
                && (SCALES.containsKey(tokens.get(i + 1).lower())
                        || tokens.get(i + 1).is("dozen"))) {
            i++;
        } else if (!SMALL.containsKey(tokens.get(i).lower())) {
            return null;
        }
        double total = 0;
        double part = 0;
        boolean any = false;
        for (; i < tokens.size(); i++) {
            String word = tokens.get(i).lower();
            if (SMALL.containsKey(word)
                    && (!any || part % 100 == 0 || (part % 10 == 0 && part % 100 >= 20 && SMALL.get(word) < 10))) {
                part += SMALL.get(word);
            } else if (SCALES.containsKey(word)) {
                part = Math.max(1, part) * SCALES.get(word);
                if (SCALES.get(word) > 100) {
                    total += part;
                    part = 0;
                }
            } else {
                break;
            }
            any = true;
        }
        if (!any) {
            return null;
        }
        String unit = "";
        if (i < tokens.size() && tokens.get(i).is("dollar", "euro", "bucks", "pounds")) {
            unit = "money";
            i++;
        } else if (i < tokens.size() && tokens.get(i).is("percent")) {
            unit = "percent";
            i++;
        }
        return new Found(total + part, unit, i);
    }
}
