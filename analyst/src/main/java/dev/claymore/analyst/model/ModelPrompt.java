package dev.claymore.analyst.model;

import dev.claymore.analyst.Question;
import dev.claymore.query.model.SemanticModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a model is told: the query language, the semantic model, a sample of the project's own words, questions like this one that were
 * answered before. Everything that visitors or pages could have written stands in quotes, as data.
 */
final class ModelPrompt {

    private static final int MAX_PREVIOUS = 3;

    private final SemanticModel model;
    private final String rules = resource();

    /** @param answer JSON of the query, or SQL */
    record Example(String question, String answer) {}

    ModelPrompt(SemanticModel model) {
        this.model = model;
    }

    /** @param vocabulary the project's own words, every value quoted */
    String system(String vocabulary) {
        return rules.replace("{{metrics}}", metrics())
                .replace("{{dimensions}}", dimensions())
                .replace("{{vocabulary}}", vocabulary);
    }

    static String user(Question question, List<Example> examples) {
        StringBuilder text = new StringBuilder();
        if (!examples.isEmpty()) {
            text.append("Questions like this one, with answers that a person has checked:\n");
            examples.forEach(example -> text.append("- ")
                    .append(quoted(example.question()))
                    .append(" → ")
                    .append(example.answer())
                    .append('\n'));
        }
        Deque<Question> previous = new ArrayDeque<>();
        for (Question before = question.previous();
                before != null && previous.size() < MAX_PREVIOUS;
                before = before.previous()) {
            previous.addFirst(before);
        }
        if (!previous.isEmpty()) {
            text.append("Asked before in this conversation; the question may follow up on it:\n");
            previous.forEach(
                    before -> text.append("- ").append(quoted(before.text())).append('\n'));
        }
        return text.append("Now is ")
                .append(question.now())
                .append(", the time zone is ")
                .append(question.timezone())
                .append(".\nThe question: ")
                .append(quoted(question.text()))
                .toString();
    }

    private String metrics() {
        return model.document().metrics().stream()
                .map(metric -> metric.name() + ": " + metric.description() + " (" + metric.unit() + ")")
                .collect(Collectors.joining("\n"));
    }

    private String dimensions() {
        return model.document().dimensions().stream()
                .map(dimension -> dimension.name() + " ("
                        + String.join(", ", dimension.sql().keySet()) + "; " + dimension.type() + "): "
                        + dimension.description())
                .collect(Collectors.joining("\n"));
    }

    static String quoted(List<String> values) {
        return values.stream().map(ModelPrompt::quoted).collect(Collectors.joining(", "));
    }

    /** A JSON string: what is inside cannot end it. */
    static String quoted(String value) {
        String clean = value.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ");
        return "\"" + clean.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String resource() {
        try (InputStream resource = ModelPrompt.class.getResourceAsStream("rules.txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
