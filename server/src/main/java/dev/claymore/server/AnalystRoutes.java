package dev.claymore.server;

import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.answer.Answers;
import dev.claymore.analyst.answer.Examples;
import dev.claymore.analyst.golden.Goldens;
import dev.claymore.analyst.model.CheckedQuestions;
import dev.claymore.analyst.model.ModelReader;
import dev.claymore.analyst.model.ModelRegistry;
import dev.claymore.analyst.story.Contrasts;
import dev.claymore.analyst.story.Stories;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.GoldenTable;
import dev.claymore.store.KeyVault;
import dev.claymore.store.ModelTable;
import dev.claymore.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The analyst on the server's database, and its doors. */
final class AnalystRoutes implements AutoCloseable {

    /** Projects whose words are read at the start; those of others are read when they are asked about. */
    private static final int MOST_WARMED = 50;

    private final ModelReader models;
    private final List<Route> routes = new ArrayList<>();

    AnalystRoutes(Config config, Database database, Questions questions, Clock clock) {
        ClickHouse clickhouse = database.clickhouseEvenIfDown();
        ModelRegistry registry = new ModelRegistry(
                new ModelTable(clickhouse, clock), new KeyVault(config.data().resolve("model-key")));
        GoldenTable golden = new GoldenTable(clickhouse, clock);
        McpTools.QueryDoor queries = (projectId, query) -> Questions.value(questions.run(projectId, query));
        this.models = new ModelReader(
                registry,
                questions.queries().model(),
                questions.values(),
                questions::run,
                questions.sql(),
                checked(golden));
        Analyst analyst = new Analyst(clickhouse, questions.queries());
        Contrasts contrasts = new Contrasts(clickhouse);
        Answers answers = new Answers(analyst, models, questions.sessions(), contrasts, clock);
        var _ = database.up().thenRunAsync(() -> warm(database, analyst, answers, clock), Thread::startVirtualThread);
        Examples examples = new Examples(analyst, questions.values());
        Stories stories = new Stories(questions.sessions());
        routes.addAll(new AskRoutes(questions, answers, examples, clock).routes());
        routes.addAll(new StoryRoutes(questions, stories, contrasts).routes());
        routes.addAll(new ModelRoutes(questions, registry).routes());
        routes.addAll(new GoldenRoutes(questions, new Goldens(golden, answers, clock, Server.VERSION), clock).routes());
        routes.addAll(McpServing.routes(
                config, database, new McpTools(questions, answers, stories, contrasts, queries, clock)));
    }

    /** The first question should wait neither for code to be compiled nor for its project's words. */
    private static void warm(Database database, Analyst analyst, Answers answers, Clock clock) {
        Analyst.warm();
        try {
            answers.warm(clock.instant());
            database.projects().list().stream()
                    .limit(MOST_WARMED)
                    .forEach(project -> analyst.vocabulary(project.projectId()));
        } catch (StoreException e) { // as when the process ends meanwhile
            System.getLogger(AnalystRoutes.class.getName())
                    .log(System.Logger.Level.DEBUG, "the first questions will take longer", e);
        }
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    private static CheckedQuestions checked(GoldenTable golden) {
        return projectId -> golden.questions(projectId).stream()
                .filter(one -> one.status().equals("answered"))
                .map(one ->
                        new CheckedQuestions.Checked(one.question(), one.query().isEmpty() ? one.sql() : one.query()))
                .toList();
    }

    @Override
    public void close() {
        models.close();
    }
}
