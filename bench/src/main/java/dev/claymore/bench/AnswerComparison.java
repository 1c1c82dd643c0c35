package dev.claymore.bench;

import dev.claymore.bench.AnswerTable.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether the rows of an answer are those of the right SQL, as the README of the questions says; names of columns do not matter. */
final class AnswerComparison {

    private static final double EXACT = 1e-6;
    private static final double APPROXIMATE = 0.01;

    private final String kind;
    private final String match;
    private final AnswerTable gold;
    private final double tolerance;

    AnswerComparison(String kind, String match, AnswerTable gold) {
        this.kind = kind;
        this.match = match;
        this.gold = kind.equals("trend") ? gold.with(withoutEmptyBuckets(gold.rows())) : gold;
        this.tolerance = kind.equals("percentile") ? APPROXIMATE : EXACT;
    }

    /** What is wrong with the answer; empty when it is right. */
    Optional<String> difference(AnswerTable answer) {
        AnswerTable given = kind.equals("trend") ? answer.with(withoutEmptyBuckets(answer.rows())) : answer;
        boolean right = switch (match) {
            case "scalar" -> scalar(given);
            case "rows_ordered" -> ordered(given);
            case "rows_unordered" -> table(given, false) || turned(given);
            default -> throw new IllegalArgumentException("no such comparison: " + match);
        };
        if (right) {
            return Optional.empty();
        }
        return Optional.of("expected %d rows like %s, got %d like %s"
                .formatted(gold.rows().size(), first(gold), given.rows().size(), first(given)));
    }

    /** The same for lists of sessions: the ids, and their order when that was asked for. */
    Optional<String> difference(List<String> sessionIds) {
        List<String> wanted = gold.rows().stream()
                .map(row -> ((Cell.Text) row.getFirst()).value())
                .toList();
        Set<String> missing = new HashSet<>(wanted);
        sessionIds.forEach(missing::remove);
        Set<String> surplus = new HashSet<>(sessionIds);
        wanted.forEach(surplus::remove);
        boolean oneOfRanking = match.equals("rows_ordered") && wanted.size() == 1;
        if (oneOfRanking && !sessionIds.isEmpty() && sessionIds.getFirst().equals(wanted.getFirst())) {
            return Optional.empty();
        }
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            return Optional.of(
                    "%d of %d sessions missing, %d too many".formatted(missing.size(), wanted.size(), surplus.size()));
        }
        return match.equals("rows_ordered") && !wanted.equals(sessionIds)
                ? Optional.of("the right sessions in another order")
                : Optional.empty();
    }

    private boolean scalar(AnswerTable answer) {
        return answer.rows().size() == 1
                && answer.rows().getFirst().stream()
                        .anyMatch(cell -> anyUnit(gold.columns().getFirst(), goldCell(0, 0), cell));
    }

    private boolean ordered(AnswerTable answer) {
        boolean bestOnly = gold.rows().size() == 1 && !kind.equals("trend");
        AnswerTable given = bestOnly && !answer.isEmpty()
                ? answer.with(List.of(answer.rows().getFirst()))
                : answer;
        return table(given, true) || (kind.equals("funnel") && turned(answer));
    }

    private boolean table(AnswerTable answer, boolean inOrder) {
        if (gold.rows().size() != answer.rows().size()) {
            return false;
        }
        return gold.isEmpty() || assign(answer, new ArrayList<>(), new HashSet<>(), inOrder);
    }

    /** Finds an answer column, and its unit, for every gold column so that whole rows agree. */
    private boolean assign(AnswerTable answer, List<List<Cell>> chosen, Set<Integer> used, boolean inOrder) {
        int at = chosen.size();
        if (at == gold.width()) {
            List<List<Cell>> rows = IntStream.range(0, answer.rows().size())
                    .mapToObj(row ->
                            chosen.stream().map(column -> column.get(row)).toList())
                    .toList();
            return inOrder ? sameOrder(rows) : sameRows(gold.rows(), rows);
        }
        for (int column = 0; column < answer.width(); column++) {
            for (double unit : units(gold.columns().get(at))) {
                List<Cell> values = in(unit, answer.column(column));
                if (!used.contains(column) && sameValues(gold.column(at), values)) {
                    chosen.add(values);
                    used.add(column);
                    if (assign(answer, chosen, used, inOrder)) {
                        return true;
                    }
                    chosen.removeLast();
                    used.remove(column);
                }
            }
        }
        return false;
    }

    /** In order, but rows that tie in the last gold column may stand in any order among themselves. */
    private boolean sameOrder(List<List<Cell>> rows) {
        int from = 0;
        for (int to = 1; to <= rows.size(); to++) {
            boolean ties = gold.width() > 1
                    && to < rows.size()
                    && same(gold.rows().get(from).getLast(), gold.rows().get(to).getLast(), EXACT);
            if (!ties) {
                if (!sameRows(gold.rows().subList(from, to), rows.subList(from, to))) {
                    return false;
                }
                from = to;
            }
        }
        return true;
    }

    private boolean sameRows(List<List<Cell>> wanted, List<List<Cell>> given) {
        List<List<Cell>> left = new ArrayList<>(given);
        for (List<Cell> row : wanted) {
            boolean found = left.removeIf(once(candidate -> sameRow(row, candidate)));
            if (!found) {
                return false;
            }
        }
        return left.isEmpty();
    }

    private boolean sameRow(List<Cell> wanted, List<Cell> given) {
        return IntStream.range(0, wanted.size()).allMatch(at -> same(wanted.get(at), given.get(at), tolerance));
    }

    private boolean sameValues(List<Cell> wanted, List<Cell> given) {
        List<Cell> one = wanted.stream().sorted(BY_VALUE).toList();
        List<Cell> other = given.stream().sorted(BY_VALUE).toList();
        return IntStream.range(0, one.size()).allMatch(at -> same(one.get(at), other.get(at), tolerance));
    }

    /** The same numbers laid out the other way: steps or things that are compared, in a row instead of in a column. */
    private boolean turned(AnswerTable answer) {
        if (!Set.of("compare", "funnel", "percentile").contains(kind) || answer.isEmpty()) {
            return false;
        }
        if (gold.rows().size() == 1 && answer.rows().size() == gold.width()) {
            return IntStream.range(0, answer.width())
                    .anyMatch(column -> inSequence(gold.rows().getFirst(), answer.column(column), false));
        }
        return answer.rows().size() == 1
                && inSequence(gold.column(gold.width() - 1), answer.rows().getFirst(), kind.equals("funnel"));
    }

    private boolean inSequence(List<Cell> wanted, List<Cell> given, boolean inOrder) {
        List<Cell> left = new ArrayList<>(given);
        String unitOf = gold.columns().getLast();
        for (Cell value : wanted) {
            int at = 0;
            while (at < left.size() && !anyUnit(unitOf, value, left.get(at))) {
                at++;
            }
            if (at == left.size()) {
                return false;
            }
            left.subList(inOrder ? 0 : at, at + 1).clear();
        }
        return true;
    }

    private boolean anyUnit(String column, Cell wanted, Cell given) {
        for (double unit : units(column)) {
            if (same(wanted, in(unit, List.of(given)).getFirst(), tolerance)) {
                return true;
            }
        }
        return false;
    }

    /** Durations may come in seconds or minutes, shares in percent. */
    private static double[] units(String column) {
        if (column.endsWith("Ms")) {
            return new double[] {1, 1_000, 60_000};
        }
        return column.endsWith("Rate") || column.endsWith("Share") ? new double[] {1, 0.01} : new double[] {1};
    }

    private static List<Cell> in(double unit, List<Cell> cells) {
        return cells.stream()
                .map(cell -> cell instanceof Cell.Amount(double value) ? new Cell.Amount(value * unit) : cell)
                .toList();
    }

    private static List<List<Cell>> withoutEmptyBuckets(List<List<Cell>> rows) {
        return rows.stream()
                .filter(row -> row.stream().anyMatch(cell -> cell instanceof Cell.Amount(double value) && value != 0))
                .toList();
    }

    private static boolean same(Cell one, Cell other, double tolerance) {
        if (one instanceof Cell.Amount(double a) && other instanceof Cell.Amount(double b)) {
            return Math.abs(a - b) <= Math.max(1e-9, tolerance * Math.max(Math.abs(a), Math.abs(b)));
        }
        return one.equals(other);
    }

    private Cell goldCell(int row, int column) {
        return gold.rows().get(row).get(column);
    }

    private static String first(AnswerTable table) {
        return table.isEmpty() ? "none" : table.rows().getFirst().toString();
    }

    private static <T> java.util.function.Predicate<T> once(java.util.function.Predicate<T> test) {
        boolean[] done = {false};
        return candidate -> !done[0] && (done[0] = test.test(candidate));
    }

    private static final Comparator<Cell> BY_VALUE = Comparator.comparing(
                    (Cell cell) -> cell.getClass().getName())
            .thenComparing((one, other) -> {
                if (one instanceof Cell.Amount(double a) && other instanceof Cell.Amount(double b)) {
                    return Double.compare(a, b);
                }
                if (one instanceof Cell.Time(java.time.Instant a) && other instanceof Cell.Time(java.time.Instant b)) {
                    return a.compareTo(b);
                }
                return one.toString().compareTo(other.toString());
            });
}
