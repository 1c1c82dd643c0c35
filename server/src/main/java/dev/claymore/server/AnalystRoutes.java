package dev.claymore.server;

import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.answer.Answers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The analyst on the server's database, and its doors. */
final class AnalystRoutes {

    private final Questions questions;
    private final Answers answers;
    private final Clock clock;

    AnalystRoutes(Database database, Questions questions, Clock clock) {
        this.questions = questions;
        this.clock = clock;
        Analyst analyst = new Analyst(database.clickhouseEvenIfDown(), questions.queries());
        this.answers = new Answers(analyst, questions.sessions(), clock);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new AskRoutes(questions, answers, clock).routes());
        return routes;
    }
}
