package dev.claymore.server;

import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.answer.Answers;
import dev.claymore.analyst.story.Contrasts;
import dev.claymore.analyst.story.Stories;
import dev.claymore.store.ClickHouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The analyst on the server's database, and its doors. */
final class AnalystRoutes {

    private final Questions questions;
    private final Answers answers;
    private final Stories stories;
    private final Contrasts contrasts;
    private final Clock clock;

    AnalystRoutes(Database database, Questions questions, Clock clock) {
        ClickHouse clickhouse = database.clickhouseEvenIfDown();
        this.questions = questions;
        this.clock = clock;
        this.answers = new Answers(new Analyst(clickhouse, questions.queries()), questions.sessions(), clock);
        this.stories = new Stories(questions.sessions());
        this.contrasts = new Contrasts(clickhouse);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new AskRoutes(questions, answers, clock).routes());
        routes.addAll(new StoryRoutes(questions, stories, contrasts).routes());
        return routes;
    }
}
