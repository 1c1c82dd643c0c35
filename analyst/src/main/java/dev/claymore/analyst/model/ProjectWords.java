package dev.claymore.analyst.model;

import dev.claymore.query.Outcome;
import dev.claymore.query.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A project's own words as a model may know them: the most frequent values of fields that name things, and what a search for a value
 * finds. What may belong to a person is left out unless the project shares it. Safe for use by many threads.
 */
final class ProjectWords {

    private static final List<String> FIELDS = List.of(
            "customEvent",
            "page",
            "country",
            "city",
            "browser",
            "os",
            "device",
            "release",
            "environment",
            "errorType",
            "errorMessage",
            "utmSource",
            "utmMedium",
            "utmCampaign");
    private static final int VALUES_PER_FIELD = 20;
    private static final int TAGS = 20;
    private static final int MANY = 41;
    private static final Duration SAMPLED = Duration.ofDays(30);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MAX_PROJECTS = 200;

    private final Values values;
    private final Map<Key, Sample> samples = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sample> eldest) {
            return size() > MAX_PROJECTS;
        }
    });

    private record Key(String projectId, Instant day, boolean shared) {}

    private record Sample(String text, long madeAt) {}

    ProjectWords(Values values) {
        this.values = values;
    }

    /** The words, a line for each field, every value in quotes. */
    String sample(String projectId, Instant now, boolean shared) {
        Key key = new Key(projectId, now.truncatedTo(ChronoUnit.DAYS), shared);
        Sample kept = samples.get(key);
        if (kept == null || System.nanoTime() - kept.madeAt() > KEPT.toNanos()) {
            kept = new Sample(make(projectId, now, shared), System.nanoTime());
            samples.put(key, kept);
        }
        return kept.text();
    }

    /** Values of a field that contain {@code search}, the most frequent first. */
    List<String> find(String projectId, String field, String search, Instant now, boolean shared) {
        Outcome<List<Values.Value>> found =
                values.of(projectId, field, search, now.minus(SAMPLED), now.plusSeconds(1), MANY);
        if (!(found instanceof Outcome.Ok<List<Values.Value>>(List<Values.Value> known))) {
            return List.of();
        }
        if (!shared && PersonalData.field(field, known.size())) {
            return List.of();
        }
        return known.stream()
                .map(value -> String.valueOf(value.value()))
                .filter(value -> shared || !PersonalData.value(value))
                .limit(VALUES_PER_FIELD)
                .toList();
    }

    private String make(String projectId, Instant now, boolean shared) {
        List<String> keys = find(projectId, Values.TAG_KEYS, "", now, shared);
        List<String> fields = new ArrayList<>(FIELDS);
        keys.stream().limit(TAGS).forEach(key -> fields.add("tags." + key));
        StringBuilder text = new StringBuilder("tag keys: ").append(ModelPrompt.quoted(keys));
        for (String field : fields) {
            List<String> told = find(projectId, field, "", now, shared);
            if (!told.isEmpty()) {
                text.append('\n').append(field).append(": ").append(ModelPrompt.quoted(told));
            }
        }
        return text.toString();
    }
}
