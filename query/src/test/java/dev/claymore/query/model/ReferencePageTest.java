package dev.claymore.query.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Entity;
import dev.claymore.query.model.SemanticModel.Dimension;
import dev.claymore.query.model.SemanticModel.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of metrics and fields is made of the model; {@code -Dclaymore.write=true} writes it anew. */
final class ReferencePageTest {

    private static final Path PAGE = Path.of("../docs/guides/metrics.md");

    @Test
    void the_page_says_what_the_model_has() throws IOException {
        String page = page(SemanticModel.load());
        if (Boolean.getBoolean("claymore.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page(SemanticModel model) {
        StringBuilder page = new StringBuilder("""
                # Metrics and fields

                Made from the semantic model (`query/src/main/resources/dev/claymore/query/model/model.json`). [Questions](query.md) name them.

                ## Metrics

                | metric | unit | counted over | what it is |
                |---|---|---|---|
                """);
        for (Metric metric : model.document().metrics()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            metric.name(),
                            metric.unit(),
                            entities(metric.over(Entity.SESSION), metric.over(Entity.EVENT)),
                            metric.description()));
        }
        page.append("""

                ## Fields

                Custom tags are fields too: `tags.<key>`, of type tag.

                | field | type | of | what it is |
                |---|---|---|---|
                """);
        for (Dimension dimension : model.document().dimensions()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            dimension.name(),
                            dimension.type(),
                            entities(dimension.of(Entity.SESSION), dimension.of(Entity.EVENT)),
                            dimension.description()));
        }
        page.append("\n## Operators\n\n| type | operators |\n|---|---|\n");
        model.document()
                .operators()
                .forEach((type, operators) -> page.append("| %s | %s |\n".formatted(type, code(operators))));
        page.append(
                "\n## Reports\n\nReady questions; each panel lacks only its range.\n\n| report | panels |\n|---|---|\n");
        model.document()
                .reports()
                .forEach(report -> page.append("| `%s` | %s |\n"
                        .formatted(
                                report.name(),
                                report.panels().stream()
                                        .map(panel -> panel.label())
                                        .collect(Collectors.joining(", ")))));
        return page.toString();
    }

    private static String entities(boolean session, boolean event) {
        return session && event ? "sessions, events" : session ? "sessions" : "events";
    }

    private static String code(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" "));
    }
}
