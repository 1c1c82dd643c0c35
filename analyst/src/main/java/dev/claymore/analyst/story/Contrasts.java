package dev.claymore.analyst.story;

import dev.claymore.analyst.story.Contrast.Example;
import dev.claymore.analyst.story.Contrast.Finding;
import dev.claymore.analyst.story.Contrast.Step;
import dev.claymore.query.Outcome;
import dev.claymore.query.Problems;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why do people leave at a step: the traits that those who left have more often, or less often, than those who went on, as far as chance
 * does not explain it. Safe for use by many threads.
 */
public final class Contrasts {

    private static final int LEAST_SESSIONS = 5;
    private static final int MOST_TRAITS = 5_000;
    private static final int MOST_FINDINGS = 20;
    private static final double FALSE_DISCOVERIES = 0.05;

    private final ClickHouse clickhouse;
    private final String template = template();

    public Contrasts(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * Compares the sessions that began in the range and came to {@code step}.
     *
     * @param goal what going on means; null: any other page after the step, for an event any other custom event
     */
    public Outcome<Contrast> of(String projectId, Step step, Step goal, Instant from, Instant to) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("projectId", projectId);
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("least", LEAST_SESSIONS);
        parameters.put("most", MOST_TRAITS);
        String sql = template.replace("{{goal}}", goal == null ? other(step) : test(goal, "goal"))
                .replace("{{after}}", goal == null ? "lastAt" : "reachedAt")
                .replace("{{step}}", test(step, "step"));
        parameters.put("step", step.value());
        if (goal != null) {
            parameters.put("goal", goal.value());
        }
        return Problems.guard(true, () -> {
            Rows rows = clickhouse.reader(projectId, ReadLimits.PRODUCT).query(sql, parameters);
            return contrast(projectId, step, goal, from, to, rows, shown(sql, parameters));
        });
    }

    private static String test(Step step, String parameter) {
        return switch (step.kind()) {
            case "page" -> "(type = 'pageview' AND page = {" + parameter + ":String})";
            case "pageContains" ->
                "(type = 'pageview' AND positionCaseInsensitiveUTF8(page, {" + parameter + ":String}) > 0)";
            case "event" -> "(type = 'custom' AND name = {" + parameter + ":String})";
            default -> throw new IllegalArgumentException("no such step: " + step.kind());
        };
    }

    private static String other(Step step) {
        return "(type = '" + (step.kind().equals("event") ? "custom" : "pageview") + "' AND NOT " + test(step, "step")
                + ")";
    }

    private static Contrast contrast(
            String projectId, Step step, Step goal, Instant from, Instant to, Rows rows, String sql) {
        long left = 0;
        long stayed = 0;
        List<Rows.Row> traits = new ArrayList<>();
        for (Rows.Row row : rows.records()) {
            if (row.text("kind").isEmpty()) {
                left = row.number("leftWith");
                stayed = row.number("stayedWith");
            } else {
                traits.add(row);
            }
        }
        List<Finding> findings = findings(projectId, traits, left, stayed);
        List<String> assumptions = List.of(
                goal == null
                        ? "Left means: no other " + (step.kind().equals("event") ? "event" : "page")
                                + " came after the step."
                        : "Went on means: " + goal.words() + " came after the step.",
                "These go together; which is the cause, the data does not say.");
        return new Contrast(
                step,
                goal,
                from.toString(),
                to.toString(),
                left + stayed,
                left,
                findings,
                traits.size(),
                ContrastText.of(step, left, left + stayed, findings),
                assumptions,
                sql,
                rows.stats());
    }

    private static List<Finding> findings(String projectId, List<Rows.Row> traits, long left, long stayed) {
        List<Finding> tested = new ArrayList<>();
        for (Rows.Row row : traits) {
            long a = row.number("leftWith");
            long b = row.number("stayedWith");
            long c = left - a;
            long d = stayed - b;
            if (a + b == 0 || c + d == 0) {
                continue; // Everybody has it, so it sets nobody apart.
            }
            Significance.Test test = Significance.of(a, b, c, d);
            double with = (double) a / (a + b);
            double without = (double) c / (c + d);
            tested.add(new Finding(
                    row.text("kind"),
                    row.text("value"),
                    a,
                    b,
                    with,
                    without,
                    without == 0 ? Double.MAX_VALUE : with / without,
                    test.pValue(),
                    1,
                    test.method(),
                    examples(projectId, row)));
        }
        return corrected(tested).stream()
                .filter(finding -> finding.qValue() < FALSE_DISCOVERIES)
                .sorted(Comparator.comparingDouble(Finding::qValue)
                        .thenComparingDouble(
                                finding -> -Math.abs(finding.leaveRateWith() - finding.leaveRateWithout())))
                .limit(MOST_FINDINGS)
                .toList();
    }

    /** Benjamini and Hochberg: of all that is called a finding, at most the allowed share is chance. */
    private static List<Finding> corrected(List<Finding> tested) {
        List<Finding> byP = new ArrayList<>(tested);
        byP.sort(Comparator.comparingDouble(Finding::pValue));
        double least = 1;
        for (int i = byP.size() - 1; i >= 0; i--) {
            Finding finding = byP.get(i);
            least = Math.min(least, finding.pValue() * byP.size() / (i + 1));
            byP.set(
                    i,
                    new Finding(
                            finding.kind(),
                            finding.value(),
                            finding.leftWith(),
                            finding.stayedWith(),
                            finding.leaveRateWith(),
                            finding.leaveRateWithout(),
                            finding.lift(),
                            finding.pValue(),
                            least,
                            finding.method(),
                            finding.sessions()));
        }
        return byP;
    }

    private static List<Example> examples(String projectId, Rows.Row row) {
        return ((List<?>) row.get("examples"))
                .stream()
                        .map(String::valueOf)
                        .map(id -> new Example(id, ReplayLink.path(projectId, id, 0)))
                        .toList();
    }

    private static String shown(String sql, Map<String, Object> parameters) {
        String shown = sql;
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            Object value = parameter.getValue();
            String literal = switch (value) {
                case Instant time ->
                    "toDateTime64('" + time.toString().replace("T", " ").replace("Z", "") + "', 3, 'UTC')";
                case Number number -> number.toString();
                default -> "'" + value.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
            };
            shown = shown.replaceAll(
                    "\\{" + parameter.getKey() + ":[^{}]+}", java.util.regex.Matcher.quoteReplacement(literal));
        }
        return shown;
    }

    private static String template() {
        try (InputStream resource = Contrasts.class.getResourceAsStream("contrast.sql")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
