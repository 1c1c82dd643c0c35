package dev.claymore.analyst.answer;

import dev.claymore.query.Result;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether two results say the same, whatever their columns are called and in whatever order they stand. */
public final class Agreement {

    private static final MathContext DIGITS = new MathContext(9);

    private Agreement() {}

    public static boolean of(Result a, Result b) {
        return of(names(a), a.rows(), names(b), b.rows());
    }

    /** Lists of sessions agree by their ids, single rows by a number they share, tables by the cells of the one that has fewer columns. */
    public static boolean of(
            List<String> namesA, List<? extends List<?>> a, List<String> namesB, List<? extends List<?>> b) {
        int idA = namesA.indexOf("sessionId");
        int idB = namesB.indexOf("sessionId");
        if (idA >= 0 && idB >= 0) {
            return column(a, idA).equals(column(b, idB));
        }
        if (a.size() != b.size()) {
            return false;
        }
        if (a.size() == 1) {
            return sharesNumber(a.getFirst(), b.getFirst());
        }
        return namesA.size() <= namesB.size() ? covers(b, a) : covers(a, b);
    }

    private static Set<String> column(List<? extends List<?>> rows, int column) {
        Set<String> values = new HashSet<>();
        rows.forEach(row -> values.add(text(row.get(column))));
        return values;
    }

    private static boolean sharesNumber(List<?> a, List<?> b) {
        Set<String> numbers = new HashSet<>();
        a.stream().filter(Number.class::isInstance).forEach(cell -> numbers.add(text(cell)));
        return numbers.isEmpty()
                ? a.stream()
                        .map(Agreement::text)
                        .toList()
                        .equals(b.stream().map(Agreement::text).toList())
                : b.stream().filter(Number.class::isInstance).anyMatch(cell -> numbers.contains(text(cell)));
    }

    /** Every column of {@code narrow} is one of {@code wide}, and so are the rows, in any order. */
    private static boolean covers(List<? extends List<?>> wide, List<? extends List<?>> narrow) {
        if (narrow.isEmpty()) {
            return wide.isEmpty();
        }
        List<Integer> picked = new ArrayList<>();
        for (int i = 0; i < narrow.getFirst().size(); i++) {
            List<String> wanted = sorted(narrow, i);
            int match = -1;
            for (int j = 0; j < wide.getFirst().size() && match < 0; j++) {
                match = !picked.contains(j) && sorted(wide, j).equals(wanted) ? j : -1;
            }
            if (match < 0) {
                return false;
            }
            picked.add(match);
        }
        List<String> wideRows = new ArrayList<>();
        wide.forEach(row -> wideRows.add(
                String.join("\0", picked.stream().map(j -> text(row.get(j))).toList())));
        List<String> narrowRows = new ArrayList<>();
        narrow.forEach(row -> narrowRows.add(
                String.join("\0", row.stream().map(Agreement::text).toList())));
        Collections.sort(wideRows);
        Collections.sort(narrowRows);
        return wideRows.equals(narrowRows);
    }

    private static List<String> sorted(List<? extends List<?>> rows, int column) {
        List<String> values = new ArrayList<>();
        rows.forEach(row -> values.add(text(row.get(column))));
        Collections.sort(values);
        return values;
    }

    private static String text(Object cell) {
        if (cell instanceof Number number) {
            double value = number.doubleValue();
            return Double.isFinite(value)
                    ? new BigDecimal(number.toString())
                            .round(DIGITS)
                            .stripTrailingZeros()
                            .toPlainString()
                    : number.toString();
        }
        return String.valueOf(cell);
    }

    private static List<String> names(Result result) {
        return result.columns().stream().map(Result.Column::name).toList();
    }
}
