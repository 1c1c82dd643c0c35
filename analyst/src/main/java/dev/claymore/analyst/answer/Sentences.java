package dev.claymore.analyst.answer;

import static dev.claymore.analyst.answer.Wording.capital;
import static dev.claymore.analyst.answer.Wording.count;
import static dev.claymore.analyst.answer.Wording.decimal;
import static dev.claymore.analyst.answer.Wording.moment;
import static dev.claymore.analyst.answer.Wording.name;
import static dev.claymore.analyst.answer.Wording.value;

import dev.claymore.analyst.Shape;
import dev.claymore.query.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The answer in words, made from the rows and from nothing else. */
final class Sentences {

    private static final int NAMED = 3;

    private Sentences() {}

    static String of(String title, Shape shape, Result result, Extent extent) {
        Table table = new Table(result);
        String subject = capital(title.strip());
        if (table.rows() == 0) {
            return subject + ": nothing matches.";
        }
        return subject + ": "
                + switch (shape) {
                    case SESSIONS -> sessions(table, extent);
                    case PEOPLE ->
                        table.measures().isEmpty()
                                ? listed(table.rows(), extent, "person", "people")
                                : ranking(table, extent);
                    case NUMBER -> number(table, extent);
                    case TREND -> trend(table, extent);
                    case FUNNEL -> funnel(table, extent);
                    case RETENTION -> retention(table, extent);
                    case COMPARISON -> comparison(table, extent);
                    case BREAKDOWN, RANKING, PATHS -> ranking(table, extent);
                };
    }

    /** A row of hand-written SQL, or of a list of events, need not be a session of its own. */
    private static String sessions(Table table, Extent extent) {
        long sessions = table.distinct("sessionId").orElse(table.rows());
        if (sessions == table.rows()) {
            return listed(sessions, extent, "session", "sessions");
        }
        return count(sessions, "session", "sessions") + " in "
                + (extent.whole()
                        ? count(table.rows(), "row", "rows") + "."
                        : "the " + count(table.rows(), "row that is listed", "rows that are listed")
                                + "; there may be more.");
    }

    private static String listed(long rows, Extent extent, String one, String many) {
        if (extent.whole()) {
            return count(rows, one, many) + ".";
        }
        String those = extent.newest() ? "the newest " : "the first ";
        String listed = those + (rows == 1 ? "one is listed." : decimal((double) rows, 0) + " are listed.");
        return extent.total() == null
                ? count(rows, one + " is listed", many + " are listed") + "; there may be more."
                : count(extent.total(), one, many) + "; " + listed;
    }

    private static String number(Table table, Extent extent) {
        if (table.rows() > 1 || table.measures().isEmpty()) {
            return ranking(table, extent);
        }
        if (table.measures().size() == 1) {
            return shown(table, 0, table.measures().getFirst()) + ".";
        }
        List<String> parts = new ArrayList<>();
        for (int column : table.measures()) {
            parts.add(words(table.name(column)) + " " + shown(table, 0, column));
        }
        return String.join(", ", parts) + ".";
    }

    private static String trend(Table table, Extent extent) {
        if (table.measures().isEmpty()) {
            return listed(table.rows(), extent, "row", "rows");
        }
        int measure = table.measures().getFirst();
        List<Integer> rows = IntStream.range(0, table.rows())
                .filter(row -> table.number(row, measure) != null)
                .boxed()
                .toList();
        if (rows.isEmpty()) {
            return "nothing to measure.";
        }
        int most = best(table, rows, measure, 1);
        int least = best(table, rows, measure, -1);
        StringBuilder text = new StringBuilder();
        if (table.unit(measure).equals("count")) {
            double sum =
                    rows.stream().mapToDouble(row -> table.number(row, measure)).sum();
            text.append(extent.whole() ? "the buckets add up to " : "the rows that are listed add up to ")
                    .append(decimal(sum, 0))
                    .append("; ");
        }
        text.append("highest ")
                .append(shown(table, most, measure))
                .append(" (")
                .append(at(table, most))
                .append(")");
        if (most != least) {
            text.append(", lowest ")
                    .append(shown(table, least, measure))
                    .append(" (")
                    .append(at(table, least))
                    .append(")");
        }
        return text.append(".").toString();
    }

    private static int best(Table table, List<Integer> rows, int measure, int sign) {
        int best = rows.getFirst();
        for (int row : rows) {
            if (sign * table.number(row, measure) > sign * table.number(best, measure)) {
                best = row;
            }
        }
        return best;
    }

    private static String at(Table table, int row) {
        String time = table.hasTime() ? moment(table.time(row)) : "";
        String label = table.hasLabel() ? name(table.label(row)) : "";
        return time.isEmpty() || label.isEmpty() ? time + label : label + ", " + time;
    }

    private static String ranking(Table table, Extent extent) {
        if (table.measures().isEmpty()) {
            List<String> names = IntStream.range(0, Math.min(NAMED, table.rows()))
                    .mapToObj(row -> at(table, row))
                    .toList();
            int more = table.rows() - names.size();
            return String.join(", ", names)
                    + (more == 0
                            ? ""
                            : " and " + decimal(more, 0) + (extent.whole() ? " more" : " more that are listed"))
                    + ".";
        }
        int measure = table.measures().getFirst();
        List<String> parts = new ArrayList<>();
        for (int row = 0; row < Math.min(NAMED, table.rows()); row++) {
            parts.add(at(table, row) + " " + shown(table, row, measure));
        }
        return String.join(", ", parts) + (table.rows() > NAMED ? "; " + rest(table.rows(), extent) : "") + ".";
    }

    private static String rest(int rows, Extent extent) {
        String shown = decimal(rows, 0);
        if (extent.whole()) {
            return shown + " in all";
        }
        return extent.total() == null
                ? shown + " are listed"
                : decimal((double) extent.total(), 0) + " in all, of which " + shown + " are listed";
    }

    private static String comparison(Table table, Extent extent) {
        if (table.rows() != 2 || table.measures().isEmpty()) {
            return number(table, extent);
        }
        int measure = table.measures().getFirst();
        String text =
                at(table, 0) + " " + shown(table, 0, measure) + ", " + at(table, 1) + " " + shown(table, 1, measure);
        Double first = table.number(0, measure);
        Double second = table.number(1, measure);
        if (first == null || second == null || second == 0 || first.equals(second)) {
            return text + (first != null && first.equals(second) ? ": the same." : ".");
        }
        double change = (first - second) / Math.abs(second);
        return text + ": " + name(at(table, 0)) + " is " + decimal(Math.abs(change) * 100, 1) + " % "
                + (change > 0 ? "higher" : "lower") + ".";
    }

    private static String funnel(Table table, Extent extent) {
        if (table.measures().isEmpty()) {
            return ranking(table, extent);
        }
        if (table.rows() == 1) {
            return number(table, extent);
        }
        int measure = table.measures().getFirst();
        Double first = table.number(0, measure);
        Double last = table.number(table.rows() - 1, measure);
        if (first == null || last == null) {
            return ranking(table, extent);
        }
        StringBuilder text = new StringBuilder()
                .append(decimal(last, 0))
                .append(" of ")
                .append(decimal(first, 0))
                .append(" reach the last of ")
                .append(table.rows())
                .append(" steps");
        if (first > 0) {
            text.append(" (").append(value(last / first, "share")).append(")");
        }
        int worst = -1;
        double lost = 0;
        for (int row = 1; row < table.rows(); row++) {
            Double before = table.number(row - 1, measure);
            Double now = table.number(row, measure);
            if (before != null && now != null && before - now > lost) {
                lost = before - now;
                worst = row;
            }
        }
        if (worst > 0) {
            text.append("; most are lost between step ")
                    .append(worst)
                    .append(" and ")
                    .append(worst + 1)
                    .append(" (")
                    .append(decimal(lost, 0))
                    .append(")");
        }
        return text.append(".").toString();
    }

    private static String retention(Table table, Extent extent) {
        return table.rows() == 1 ? number(table, extent) : trend(table, extent);
    }

    private static String shown(Table table, int row, int column) {
        return table.cell(row, column) instanceof Number number
                ? value(number, table.unit(column))
                : "nothing to measure";
    }

    /** {@code errorRate} as words. */
    static String words(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(java.util.Locale.ROOT);
    }
}
