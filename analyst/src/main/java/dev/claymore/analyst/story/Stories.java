package dev.claymore.analyst.story;

import dev.claymore.analyst.story.Story.Facts;
import dev.claymore.analyst.story.Story.Moment;
import dev.claymore.query.Outcome;
import dev.claymore.query.SessionDetail;
import dev.claymore.query.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells sessions from their events: no model, the same story every time. Safe for use by many threads. */
public final class Stories {

    private final Sessions sessions;

    public Stories(Sessions sessions) {
        this.sessions = sessions;
    }

    public Outcome<Story> tell(String projectId, UUID sessionId) {
        return sessions.find(projectId, sessionId)
                .then(detail -> new Outcome.Ok<>(story(projectId, sessionId.toString(), detail)));
    }

    static Story story(String projectId, String sessionId, SessionDetail detail) {
        List<Seen> events = detail.events().stream().map(Seen::of).toList();
        Map<String, Object> session = detail.session();
        Instant began = events.isEmpty()
                ? Instant.parse(String.valueOf(session.get("createdAt")))
                : events.getFirst().at();
        List<Moment> moments = Moments.of(events, (at, kind, text) -> {
            long offsetMs = Math.max(0, Duration.between(began, at).toMillis());
            return new Moment(at.toString(), offsetMs, kind, text, ReplayLink.path(projectId, sessionId, offsetMs));
        });
        Facts facts = facts(events, detail.eventsCut());
        Intent.Found intent = Intent.of(events).orElse(null);
        String goal = goal(intent, events);
        String outcome = outcome(intent, events, facts);
        List<String> friction = friction(events, facts);
        String summary = who(session) + " " + lasted(facts) + ". " + goal + ". " + outcome + "."
                + (friction.isEmpty() ? "" : " In the way: " + friction.getFirst() + ".");
        return new Story(sessionId, summary, goal, outcome, friction, moments, facts);
    }

    private static Facts facts(List<Seen> events, boolean cut) {
        long duration = events.isEmpty()
                ? 0
                : Duration.between(events.getFirst().at(), events.getLast().at())
                        .toMillis();
        return new Facts(
                duration,
                count(events, event -> event.is("pageview")),
                count(events, event -> event.is("click")),
                count(events, event -> event.is("error")),
                count(events, Seen::failedRequest),
                count(events, Seen::rage),
                count(events, Seen::dead),
                events.stream().mapToDouble(Seen::cartValue).max().orElse(0),
                cut);
    }

    private static int count(List<Seen> events, java.util.function.Predicate<Seen> test) {
        return (int) events.stream().filter(test).count();
    }

    private static String who(Map<String, Object> session) {
        String device = text(session, "device");
        String place = text(session, "city").isEmpty() ? text(session, "country") : text(session, "city");
        String who = text(session, "userId").isEmpty() ? "An anonymous visitor" : "A signed-in visitor";
        return who
                + (place.isEmpty() ? "" : " from " + place)
                + (device.isEmpty() ? "" : " on " + device)
                + (text(session, "browser").isEmpty() ? "" : " (" + text(session, "browser") + ")");
    }

    private static String lasted(Facts facts) {
        String time =
                facts.durationMs() < 60_000 ? facts.durationMs() / 1_000 + " s" : facts.durationMs() / 60_000 + " min";
        return "stayed " + time + " and saw " + facts.pages() + (facts.pages() == 1 ? " page" : " pages");
    }

    private static String goal(Intent.Found intent, List<Seen> events) {
        if (intent != null) {
            return "Seems to have come " + intent.intent().phrase() + ": " + intent.evidence();
        }
        return longestPage(events).isEmpty()
                ? "Nothing says what they came for"
                : "Nothing says what they came for; most of the time went to " + longestPage(events);
    }

    private static String outcome(Intent.Found intent, List<Seen> events, Facts facts) {
        if (events.isEmpty()) {
            return "No events were recorded";
        }
        if (intent != null && intent.fulfilled() != null) {
            Seen done = intent.fulfilled();
            return done.is("custom")
                    ? "Got there: " + Seen.quoted(done.name())
                            + (done.value() == 0 ? "" : " with " + Moments.plain(done.value()))
                    : "Got there: " + done.page();
        }
        String where = events.getLast().page().isEmpty()
                ? "the site"
                : events.getLast().page();
        Seen last = events.stream()
                .filter(event -> event.is("error") || event.failedRequest() || event.rage())
                .reduce((a, b) -> b)
                .orElse(null);
        boolean late = last != null
                && Duration.between(last.at(), events.getLast().at()).toSeconds() <= 60;
        String left = (facts.pages() == 1 ? "Left after one page, " : "Left from ") + where;
        return late ? left + ", shortly after " + trouble(last) : left;
    }

    private static String trouble(Seen event) {
        if (event.rage()) {
            return "clicking " + event.target() + " again and again";
        }
        return event.failedRequest()
                ? "a request that failed with " + event.errorCode()
                : "an error" + (event.errorMessage().isEmpty() ? "" : " (" + Seen.quoted(event.errorMessage()) + ")");
    }

    private static List<String> friction(List<Seen> events, Facts facts) {
        List<String> friction = new ArrayList<>();
        most(events, Seen::rage, Seen::target)
                .ifPresent(most -> friction.add(
                        times(facts.rageClicks(), "burst of clicks", "bursts of clicks") + ", on " + most));
        most(events, Seen::failedRequest, event -> event.errorCode() + " of " + Seen.quoted(event.requestUrl()))
                .ifPresent(most -> friction.add(
                        times(facts.failedRequests(), "failed request", "failed requests") + ", as " + most));
        most(events, event -> event.is("error"), event -> Seen.quoted(event.errorMessage()))
                .ifPresent(most -> friction.add(times(facts.errors(), "error", "errors") + ", as " + most));
        most(events, Seen::dead, Seen::target)
                .ifPresent(most ->
                        friction.add(times(facts.deadClicks(), "click", "clicks") + " without effect, on " + most));
        return friction;
    }

    private static String times(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private static java.util.Optional<String> most(
            List<Seen> events,
            java.util.function.Predicate<Seen> test,
            java.util.function.Function<Seen, String> name) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        events.stream().filter(test).forEach(event -> counts.merge(name.apply(event), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static String longestPage(List<Seen> events) {
        Map<String, Long> time = new LinkedHashMap<>();
        for (int i = 1; i < events.size(); i++) {
            long spent =
                    Duration.between(events.get(i - 1).at(), events.get(i).at()).toMillis();
            if (!events.get(i - 1).page().isEmpty()) {
                time.merge(events.get(i - 1).page(), spent, Long::sum);
            }
        }
        return time.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static String text(Map<String, Object> columns, String name) {
        Object value = columns.get(name);
        return value == null ? "" : value.toString();
    }
}
