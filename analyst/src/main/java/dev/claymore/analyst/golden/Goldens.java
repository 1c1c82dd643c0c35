package dev.claymore.analyst.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.analyst.answer.Agreement;
import dev.claymore.analyst.answer.Answer;
import dev.claymore.analyst.answer.Answers;
import dev.claymore.analyst.answer.AskRequest;
import dev.claymore.analyst.answer.Progress;
import dev.claymore.query.Outcome;
import dev.claymore.query.Result;
import dev.claymore.store.GoldenTable;
import dev.claymore.store.GoldenTable.Golden;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps a project's checked questions, asks them again, and says what changed. Safe for use by many threads. */
public final class Goldens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ROWS = 1_000;

    private final GoldenTable table;
    private final Answers answers;
    private final Clock clock;
    private final String version;

    /** The rows of a right answer. */
    public record Expected(List<String> columns, List<List<Object>> rows) {}

    /** @param expected null when the right answer is that there is none */
    public record Saved(
            String questionId,
            String question,
            String askedAt,
            String timezone,
            String status,
            Expected expected,
            String sql,
            String createdAt) {}

    /**
     * One question of a run.
     *
     * @param change {@code fixed} or {@code broke} since the run before; empty: neither
     * @param reason why it is not right; empty: it is
     */
    public record Checked(
            String questionId,
            String question,
            boolean passed,
            String change,
            String reason,
            String engine,
            String sql) {}

    /** @param passRate null when there is no question */
    public record Evaluation(
            String runId,
            String startedAt,
            String engine,
            String version,
            int total,
            int passed,
            Double passRate,
            List<Checked> results) {}

    public Goldens(GoldenTable table, Answers answers, Clock clock, String version) {
        this.table = table;
        this.answers = answers;
        this.clock = clock;
        this.version = version;
    }

    public List<Saved> list(String projectId) {
        return table.questions(projectId).stream().map(Goldens::shown).toList();
    }

    /**
     * Keeps a question with the answer it has now, which a person has checked.
     *
     * @param expected what is right instead of what is answered now; null: what is answered now
     * @return empty when the project has as many as it may
     */
    public Outcome<Optional<Saved>> save(AskRequest request, Expected expected) {
        if (table.questions(request.projectId()).size() >= GoldenTable.MAX_QUESTIONS) {
            return new Outcome.Ok<>(Optional.empty());
        }
        return answers.ask(request, Progress.NONE).then(answer -> {
            boolean answered = expected != null || answer.status().equals(Answer.ANSWERED);
            Expected right = expected != null ? expected : answered ? rows(answer) : null;
            Golden golden = new Golden(
                    UUID.randomUUID(),
                    request.question(),
                    request.now(),
                    request.timezone().getId(),
                    answered ? Answer.ANSWERED : answer.status(),
                    right == null ? "" : write(right),
                    query(answer),
                    answer.sql() == null ? "" : answer.sql(),
                    clock.instant());
            table.save(request.projectId(), golden);
            return new Outcome.Ok<>(Optional.of(shown(golden)));
        });
    }

    public boolean delete(String projectId, UUID questionId) {
        return table.delete(projectId, questionId);
    }

    /** The last runs, newest first. */
    public List<Evaluation> runs(String projectId, int limit) {
        return table.runs(projectId, limit).stream().map(Goldens::evaluation).toList();
    }

    /** Asks all questions again, one after the other, and keeps what came of it. */
    public Evaluation run(String projectId, AskRequest.Engine engine) {
        Map<String, Boolean> before = new HashMap<>();
        runs(projectId, 1)
                .forEach(run -> run.results().forEach(result -> before.put(result.questionId(), result.passed())));
        Instant started = clock.instant();
        List<Checked> results = new ArrayList<>();
        for (Golden golden : table.questions(projectId)) {
            results.add(check(
                    projectId, golden, engine, before.get(golden.questionId().toString())));
        }
        int passed = (int) results.stream().filter(Checked::passed).count();
        GoldenTable.Run run = new GoldenTable.Run(
                UUID.randomUUID(), started, engines(results, engine), version, results.size(), passed, write(results));
        table.record(projectId, run);
        return evaluation(run);
    }

    private Checked check(String projectId, Golden golden, AskRequest.Engine engine, Boolean before) {
        AskRequest request = new AskRequest(
                projectId, golden.question(), golden.askedAt(), ZoneId.of(golden.timezone()), null, engine);
        String reason;
        String used = "";
        String sql = "";
        switch (answers.ask(request, Progress.NONE)) {
            case Outcome.Ok<Answer>(Answer answer) -> {
                reason = difference(golden, answer);
                used = answer.engine();
                sql = answer.sql() == null ? "" : answer.sql();
            }
            case Outcome.Refused<Answer>(var problem) -> reason = problem.code() + ": " + problem.message();
        }
        boolean passed = reason.isEmpty();
        String change = before == null || before == passed ? "" : passed ? "fixed" : "broke";
        return new Checked(golden.questionId().toString(), golden.question(), passed, change, reason, used, sql);
    }

    private static String difference(Golden golden, Answer answer) {
        if (!golden.status().equals(answer.status())) {
            return "is " + answer.status() + ", was " + golden.status();
        }
        if (golden.expected().isEmpty()) {
            return "";
        }
        Expected right = read(golden.expected(), new TypeReference<>() {});
        Expected now = rows(answer);
        if (Agreement.of(right.columns(), right.rows(), now.columns(), now.rows())) {
            return "";
        }
        return right.rows().size() == now.rows().size()
                ? "other values"
                : now.rows().size() + " rows instead of " + right.rows().size();
    }

    private static Expected rows(Answer answer) {
        List<List<Object>> rows = answer.rows();
        return new Expected(
                answer.columns().stream().map(Result.Column::name).toList(),
                rows.size() <= MAX_ROWS ? rows : rows.subList(0, MAX_ROWS));
    }

    private static String query(Answer answer) {
        return answer.understanding() == null || answer.understanding().query() == null
                ? ""
                : write(answer.understanding().query());
    }

    private static String engines(List<Checked> results, AskRequest.Engine asked) {
        List<String> used = results.stream()
                .map(Checked::engine)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return used.isEmpty() ? asked.wire() : String.join(", ", used);
    }

    private static Saved shown(Golden golden) {
        return new Saved(
                golden.questionId().toString(),
                golden.question(),
                golden.askedAt().toString(),
                golden.timezone(),
                golden.status(),
                golden.expected().isEmpty() ? null : read(golden.expected(), new TypeReference<>() {}),
                golden.sql(),
                golden.createdAt().toString());
    }

    private static Evaluation evaluation(GoldenTable.Run run) {
        return new Evaluation(
                run.runId().toString(),
                run.startedAt().toString(),
                run.engine(),
                run.version(),
                run.total(),
                run.passed(),
                run.total() == 0 ? null : (double) run.passed() / run.total(),
                read(run.results(), new TypeReference<>() {}));
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a checked question is not readable", e);
        }
    }
}
