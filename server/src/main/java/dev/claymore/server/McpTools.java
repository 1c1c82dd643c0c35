package dev.claymore.server;

import static dev.claymore.server.McpTool.choice;
import static dev.claymore.server.McpTool.list;
import static dev.claymore.server.McpTool.number;
import static dev.claymore.server.McpTool.object;
import static dev.claymore.server.McpTool.text;
import static dev.claymore.server.McpTool.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.analyst.answer.Answers;
import dev.claymore.analyst.answer.AskRequest;
import dev.claymore.analyst.answer.Progress;
import dev.claymore.analyst.story.Contrasts;
import dev.claymore.analyst.story.ReplayLink;
import dev.claymore.analyst.story.Stories;
import dev.claymore.query.guard.SqlGuard;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What an AI assistant can do here: ask, count, find, watch. All of it reads. */
final class McpTools {

    private static final int MAX_SESSIONS = 100;
    private static final int MAX_STEPS = 10;
    private static final int MAX_WINDOW_DAYS = 3_650;
    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);
    private static final List<String> NOTHING = List.of();

    private final Questions questions;
    private final Answers answers;
    private final Stories stories;
    private final Contrasts contrasts;
    private final QueryDoor queries;
    private final Clock clock;

    McpTools(
            Questions questions,
            Answers answers,
            Stories stories,
            Contrasts contrasts,
            QueryDoor queries,
            Clock clock) {
        this.questions = questions;
        this.answers = answers;
        this.stories = stories;
        this.contrasts = contrasts;
        this.queries = queries;
        this.clock = clock;
    }

    /** Answers a query of the query language, as JSON. */
    @FunctionalInterface
    interface QueryDoor {
        Object run(String projectId, JsonNode query);
    }

    List<McpTool> all() {
        return List.of(
                new McpTool(
                        "ask",
                        "Ask in plain words",
                        "Answers a question about visits, people, pages, events, errors or money in plain English, with the SQL, the rows "
                                + "and the sessions behind it. Start here.",
                        Map.of(
                                "question", text("As a person would ask it."),
                                "timezone", text("Of days and weeks, as Europe/Berlin; UTC when left out."),
                                "now", time("Stands in for the current time."),
                                "conversationId", text("Of an earlier answer, to follow up on it.")),
                        List.of("question"),
                        this::ask),
                new McpTool(
                        "describe",
                        "What can be asked",
                        "Lists the metrics and dimensions that queries and filters use.",
                        Map.of(),
                        NOTHING,
                        call -> questions.schema()),
                new McpTool(
                        "query",
                        "Run a query",
                        "Runs a query over metrics and dimensions (see describe), as POST /api/projects/{projectId}/query takes it: "
                                + "{\"metrics\": [\"sessions\"], \"dimensions\": [\"country\"], \"filters\": [{\"field\", \"op\", \"values\"}], "
                                + "\"from\", \"to\", \"interval\", \"limit\"}.",
                        Map.of("query", object("The query.")),
                        List.of("query"),
                        call -> queries.run(call.projectId(), call.arguments().path("query"))),
                new McpTool(
                        "funnel",
                        "Count a funnel",
                        "Counts how many people, or sessions, get from step to step.",
                        Map.of(
                                "steps",
                                list("Two to ten.", step()),
                                "by",
                                choice("Whom to count; person when left out.", "person", "session"),
                                "windowDays",
                                number("From the first step to the last, for people; 14 when left out."),
                                "from",
                                time("First instant; 7 days ago when left out."),
                                "to",
                                time("First instant after it; now when left out.")),
                        List.of("steps"),
                        this::funnel),
                new McpTool(
                        "search_sessions",
                        "Search sessions",
                        "Finds sessions by filters, with links to their recordings.",
                        Map.of(
                                "filters",
                                list("All of them hold.", filter()),
                                "from",
                                time("First instant; 7 days ago when left out."),
                                "to",
                                time("First instant after it; now when left out."),
                                "sort",
                                text(
                                        "A column of sessions, with - in front for highest first; -createdAt when left out."),
                                "limit",
                                number("1 to " + MAX_SESSIONS + ", 20 when left out.")),
                        NOTHING,
                        this::sessions),
                new McpTool(
                        "session_story",
                        "Tell a session",
                        "What happened in one session: goal, key moments, friction, errors, outcome, with links into the recording.",
                        Map.of("sessionId", text("A UUID.")),
                        List.of("sessionId"),
                        call -> Questions.value(
                                stories.tell(call.projectId(), SessionRoutes.id(required(call, "sessionId"))))),
                new McpTool(
                        "why_people_leave",
                        "Why people leave at a step",
                        "Contrasts sessions that end at a step with those that go on: what the leavers have more often than chance explains.",
                        Map.of(
                                "step", step(),
                                "goal", step(),
                                "from", time("First instant; 7 days ago when left out."),
                                "to", time("First instant after it; now when left out.")),
                        List.of("step"),
                        this::contrast),
                new McpTool(
                        "replay_link",
                        "Link to a recording",
                        "The address at which a person watches a session, at a moment.",
                        Map.of(
                                "sessionId",
                                text("A UUID."),
                                "timestamp",
                                time("The moment; the beginning when left out.")),
                        List.of("sessionId"),
                        this::replay),
                new McpTool(
                        "sql",
                        "Run a SELECT",
                        "Runs one guarded ClickHouse SELECT over " + String.join(", ", new TreeSet<>(SqlGuard.TABLES))
                                + "; only this project's rows. "
                                + "For what the other tools cannot say.",
                        Map.of("sql", text("The statement.")),
                        List.of("sql"),
                        call -> Questions.value(
                                questions.sql().run(call.projectId(), required(call, "sql"), Map.of()))));
    }

    private Object ask(McpTool.Call call) {
        JsonNode arguments = call.arguments();
        return Questions.value(answers.ask(
                new AskRequest(
                        call.projectId(),
                        Json.required(arguments, "question", dev.claymore.analyst.Question.MAX_LENGTH),
                        Json.text(arguments, "now", 40)
                                .map(now -> Times.parse("now", now))
                                .orElseGet(clock::instant),
                        Times.zone(Json.text(arguments, "timezone", 60).orElse("UTC")),
                        Json.text(arguments, "conversationId", 64).orElse(null),
                        AskRequest.Engine.AUTO),
                Progress.NONE));
    }

    private Object funnel(McpTool.Call call) {
        ObjectNode query = Json.MAPPER.createObjectNode().put("kind", "funnel");
        query.put("by", Json.text(call.arguments(), "by", 20).orElse("person"));
        query.put("from", from(call).toString()).put("to", to(call).toString());
        if (query.path("by").asText().equals("person")) {
            query.put("window", "P" + Json.whole(call.arguments(), "windowDays", 14, 1, MAX_WINDOW_DAYS) + "D");
        }
        for (JsonNode step : Json.objects("steps", call.arguments().path("steps"), MAX_STEPS)) {
            ObjectNode match = Json.MAPPER.createObjectNode();
            String value = Json.required(step, "value", 500);
            switch (Json.required(step, "kind", 20)) {
                case "page" -> match.put("field", "viewedPage").put("op", "eq");
                case "pageContains" -> match.put("field", "viewedPage").put("op", "contains");
                default -> match.put("field", "customEvent").put("op", "eq");
            }
            match.putArray("values").add(value);
            query.withArray("steps").addObject().put("label", value).set("match", match);
        }
        return queries.run(call.projectId(), query);
    }

    private Object sessions(McpTool.Call call) {
        JsonNode arguments = call.arguments();
        int limit = Json.whole(arguments, "limit", 20, 1, Integer.MAX_VALUE);
        Scope scope = Scope.of(new Range(from(call), to(call)));
        SessionsQuery search = new SessionsQuery(
                arguments.has("filters") ? scope.where(Questions.filters(arguments.get("filters"))) : scope,
                "",
                Json.text(arguments, "sort", 60).map(SessionRoutes::order).stream()
                        .toList(),
                Math.min(limit, MAX_SESSIONS),
                null);
        var page = Questions.value(questions.sessions().search(call.projectId(), search));
        page.sessions()
                .forEach(session -> session.put(
                        "replayUrl",
                        call.origin()
                                + ReplayLink.path(call.projectId(), String.valueOf(session.get("sessionId")), 0)));
        return page;
    }

    private Object contrast(McpTool.Call call) {
        JsonNode goal = call.arguments().get("goal");
        return Questions.value(contrasts.of(
                call.projectId(),
                StoryRoutes.step(call.arguments().path("step"), "step"),
                goal == null ? null : StoryRoutes.step(goal, "goal"),
                from(call),
                to(call)));
    }

    private Object replay(McpTool.Call call) {
        String sessionId = required(call, "sessionId");
        Map<String, Object> session =
                Questions.value(questions.sessions().summary(call.projectId(), SessionRoutes.id(sessionId)));
        String first = String.valueOf(session.get("eventCount")).equals("0") ? "createdAt" : "firstEventAt";
        Instant began = Instant.parse(String.valueOf(session.get(first)));
        Instant at = Json.text(call.arguments(), "timestamp", 40)
                .map(text -> Times.parse("timestamp", text))
                .orElse(began);
        long offsetMs = Math.max(0, Duration.between(began, at).toMillis());
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("url", call.origin() + ReplayLink.path(call.projectId(), sessionId, offsetMs));
        link.put("recorded", session.get("hasReplay"));
        link.put("offsetMs", offsetMs);
        return link;
    }

    private Instant from(McpTool.Call call) {
        return Json.text(call.arguments(), "from", 40)
                .map(text -> Times.parse("from", text))
                .orElseGet(() -> to(call).minus(DEFAULT_RANGE));
    }

    private Instant to(McpTool.Call call) {
        return Json.text(call.arguments(), "to", 40)
                .map(text -> Times.parse("to", text))
                .orElseGet(clock::instant);
    }

    private static String required(McpTool.Call call, String name) {
        return Json.required(call.arguments(), name, 100_000);
    }

    private static ObjectNode step() {
        ObjectNode step = object("A place on the way.");
        ObjectNode fields = step.putObject("properties");
        fields.set(
                "kind",
                choice(
                        "page: this path; pageContains: a path with this word; event: a custom event.",
                        "page",
                        "pageContains",
                        "event"));
        fields.set("value", text("The path, the word, or the name of the event."));
        step.putArray("required").add("kind").add("value");
        return step.put("additionalProperties", false);
    }

    private static ObjectNode filter() {
        ObjectNode filter = object("A comparison.");
        ObjectNode fields = filter.putObject("properties");
        fields.set("field", text("A dimension, or tags.<key>."));
        fields.set("op", text("eq, ne, contains, startsWith, gt, gte, lt, lte, exists or notExists."));
        fields.set("values", list("Alternatives.", text("A value; numbers as text.")));
        filter.putArray("required").add("field").add("op");
        return filter.put("additionalProperties", false);
    }
}
