package dev.claymore.analyst;

import java.util.List;

/** The words of a question as times are looked for in them. */
final class TimeWords {

    private final List<Token> tokens;

    TimeWords(List<Token> tokens) {
        this.tokens = tokens;
    }

    boolean plural(int i) {
        return i < tokens.size()
                && tokens.get(i).lower().endsWith("s")
                && !tokens.get(i).lower().endsWith("'s");
    }

    String unit(int i) {
        if (i < 0 || i >= tokens.size()) {
            return null;
        }
        String unit = Durations.unit(tokens.get(i));
        return unit == null
                        || unit.equals("millisecond")
                        || tokens.get(i).lower().endsWith("ly")
                ? null
                : unit;
    }

    Numbers.Found number(int i) {
        return Numbers.at(tokens, i);
    }

    int skip(int i) {
        return is(i, "the") ? i + 1 : i;
    }

    boolean is(int i, String... words) {
        if (i < 0 || i >= tokens.size()) {
            return false;
        }
        String lower = tokens.get(i).lower().replaceAll("['’]s?$", "");
        for (String word : words) {
            if (lower.equals(word)) {
                return true;
            }
        }
        return false;
    }

    String label(int from, int to) {
        StringBuilder label = new StringBuilder();
        for (int i = from; i < Math.min(to, tokens.size()); i++) {
            label.append(label.isEmpty() || tokens.get(i).glued() ? "" : " ")
                    .append(tokens.get(i).text());
        }
        return label.toString();
    }
}
