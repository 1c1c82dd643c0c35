package dev.claymore.analyst.answer;

import dev.claymore.analyst.Analyst;
import dev.claymore.analyst.Question;
import dev.claymore.analyst.Understanding;
import dev.claymore.query.Outcome;
import dev.claymore.query.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Questions that a project's data can answer, made of its own words; each is one that the built-in engine understands. */
public final class Examples {

    private static final int MOST = 10;
    private static final Duration SAMPLED = Duration.ofDays(30);

    private final Analyst analyst;
    private final Values values;

    public Examples(Analyst analyst, Values values) {
        this.analyst = analyst;
        this.values = values;
    }

    public List<String> of(String projectId, Instant now, ZoneId timezone) {
        List<String> events = top(projectId, "customEvent", now);
        List<String> candidates = new ArrayList<>();
        candidates.add("How many people visited in the last 7 days?");
        candidates.add("How many sessions were there per day in the last 30 days?");
        if (!events.isEmpty()) {
            candidates.add("How many people did " + events.getFirst() + " last week?");
            candidates.add("What share of sessions had " + events.getFirst() + ", by device?");
        }
        if (events.size() > 1) {
            candidates.add("Of the people who did " + events.get(1) + ", how many did " + events.getFirst()
                    + " within 7 days?");
        }
        candidates.add("Show sessions with a JavaScript error on mobile");
        candidates.add("What are the top 10 error messages?");
        top(projectId, "country", now).stream()
                .findFirst()
                .ifPresent(country -> candidates.add("Which cities do visitors come from?"));
        top(projectId, "page", now).stream()
                .filter(page -> page.length() > 1)
                .findFirst()
                .ifPresent(page -> candidates.add("How many people saw " + page + " yesterday?"));
        candidates.add("Which pages do people leave from most?");
        candidates.add("What is the bounce rate by browser?");
        candidates.add("Show the 10 longest sessions with rage clicks");
        return candidates.stream()
                .filter(text -> analyst.understand(projectId, new Question(text, now, timezone, null))
                        instanceof Understanding.Answered)
                .limit(MOST)
                .toList();
    }

    private List<String> top(String projectId, String field, Instant now) {
        return switch (values.of(projectId, field, "", now.minus(SAMPLED), now, 3)) {
            case Outcome.Ok<List<Values.Value>>(List<Values.Value> found) ->
                found.stream().map(value -> String.valueOf(value.value())).toList();
            case Outcome.Refused<List<Values.Value>> refused -> List.of();
        };
    }
}
