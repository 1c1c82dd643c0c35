package dev.claymore.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adds up what became of every question and prints it. */
final class QuestionScores {

    /** What became of a question. */
    enum Outcome {
        /** Answered rightly, or refused where there is no answer. */
        CORRECT,
        /** Answered, and not as the right SQL says; or answered where there is no answer. */
        WRONG,
        /** Not answered although there is an answer, or asked back where it should have said that there is none. */
        ABSTAINED,
        /** The right SQL itself did not run: a defect of the question set or of the guard. */
        GOLD_FAILED
    }

    private static final int SLOWEST = 8;

    private record Timed(String id, double milliseconds) {}

    private final Map<String, Map<Outcome, Integer>> kinds = new TreeMap<>();
    private final List<Timed> timed = new ArrayList<>();
    private int unsupported;
    private int refused;

    void add(QuestionSet.Entry entry, Outcome outcome, double elapsedMs) {
        kinds.computeIfAbsent(entry.kind(), kind -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1, Integer::sum);
        timed.add(new Timed(entry.id(), elapsedMs));
        if (!entry.answerable()) {
            unsupported++;
            refused += outcome == Outcome.CORRECT ? 1 : 0;
        }
    }

    int count(Outcome outcome) {
        return kinds.values().stream()
                .mapToInt(counts -> counts.getOrDefault(outcome, 0))
                .sum();
    }

    void print(String title) {
        System.out.println("\n" + title + "\n");
        System.out.println("| kind | questions | correct | wrong | abstained |");
        System.out.println("|---|---|---|---|---|");
        kinds.forEach(QuestionScores::row);
        double total = timed.size();
        double[] sorted =
                timed.stream().mapToDouble(Timed::milliseconds).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%nACCURACY %.3f (%d of %d)  WRONG %.3f  ABSTAINED %.3f  UNSUPPORTED_OK %d of %d  GOLD_FAILED %d%n",
                count(Outcome.CORRECT) / total,
                count(Outcome.CORRECT),
                (int) total,
                count(Outcome.WRONG) / total,
                count(Outcome.ABSTAINED) / total,
                refused,
                unsupported,
                count(Outcome.GOLD_FAILED));
        System.out.printf(
                Locale.ROOT,
                "Answer p50 %.0f ms, p95 %.0f ms, most %.0f ms%n",
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                Arrays.stream(sorted).max().orElse(0));
        System.out.println("Slowest: "
                + timed.stream()
                        .sorted(Comparator.comparingDouble(Timed::milliseconds).reversed())
                        .limit(SLOWEST)
                        .map(one -> "%s %.0f ms".formatted(one.id(), one.milliseconds()))
                        .collect(Collectors.joining(", ")));
    }

    private static void row(String kind, Map<Outcome, Integer> counts) {
        System.out.printf(
                "| %s | %d | %d | %d | %d |%n",
                kind,
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts.getOrDefault(Outcome.CORRECT, 0),
                counts.getOrDefault(Outcome.WRONG, 0),
                counts.getOrDefault(Outcome.ABSTAINED, 0));
    }

    private static double quantile(double[] sorted, double level) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(level * sorted.length) - 1];
    }
}
