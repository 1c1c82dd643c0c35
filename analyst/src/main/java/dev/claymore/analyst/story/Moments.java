package dev.claymore.analyst.story;

import dev.claymore.analyst.story.Story.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Chooses the moments worth a jump: turning points always, page views as far as there is room. */
final class Moments {

    static final int MAX = 40;

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final long SLOW_MS = 3_000;

    private final Links links;
    private final List<Candidate> found = new ArrayList<>();

    /** @param weight the higher, the more it matters */
    private record Candidate(Instant at, String kind, String text, int weight) {}

    /** Where the replay of the session plays from a moment on. */
    interface Links {
        Moment of(Instant at, String kind, String text);
    }

    private Moments(Links links) {
        this.links = links;
    }

    static List<Moment> of(List<Seen> events, Links links) {
        Moments moments = new Moments(links);
        Seen before = null;
        String page = null;
        String user = "";
        for (Seen event : events) {
            moments.idle(before, event);
            moments.consider(event, page, user);
            page = event.is("pageview") ? event.page() : page;
            user = event.userId().isEmpty() ? user : event.userId();
            before = event;
        }
        if (before != null) {
            moments.add(before.at(), "end", "Left from " + (before.page().isEmpty() ? "the site" : before.page()), 9);
        }
        return moments.chosen();
    }

    private void consider(Seen event, String page, String user) {
        switch (event.type()) {
            case "pageview" -> {
                boolean first = page == null;
                if (first || !Objects.equals(page, event.page())) {
                    add(
                            event.at(),
                            first ? "start" : "page",
                            (first ? "Arrives on " : "Opens ") + event.page(),
                            first ? 9 : 2);
                }
            }
            case "custom" -> add(event.at(), "custom", custom(event), 7);
            case "identify" -> {
                if (user.isEmpty()) {
                    add(event.at(), "identify", "Is recognised as a known person", 4);
                }
            }
            case "error" -> add(event.at(), "error", error(event), 8);
            case "request" -> request(event);
            case "click" -> click(event);
            default -> {}
        }
    }

    private static String custom(Seen event) {
        String value = event.value() == 0 ? "" : String.format(Locale.ROOT, " (%s)", plain(event.value()));
        return "Event " + Seen.quoted(event.name()) + value;
    }

    private static String error(Seen event) {
        String what = event.errorType().isEmpty() ? "An error" : event.errorType();
        return event.errorMessage().isEmpty() ? what : what + ": " + Seen.quoted(event.errorMessage());
    }

    private void request(Seen event) {
        String what = event.requestMethod() + " " + event.requestUrl();
        if (event.failedRequest()) {
            add(event.at(), "request", "Request fails with " + event.errorCode() + ": " + Seen.quoted(what), 8);
        } else if (event.durationMs() >= SLOW_MS) {
            add(
                    event.at(),
                    "request",
                    "Waits " + plain(event.durationMs() / 1_000d) + " s for " + Seen.quoted(what),
                    5);
        }
    }

    private void click(Seen event) {
        if (event.rage()) {
            add(event.at(), "friction", "Clicks " + event.target() + " again and again", 8);
        } else if (event.dead()) {
            add(event.at(), "friction", "Clicks " + event.target() + ", and nothing happens", 6);
        }
    }

    private void idle(Seen before, Seen event) {
        if (before != null && Duration.between(before.at(), event.at()).compareTo(IDLE) >= 0) {
            long seconds = Duration.between(before.at(), event.at()).toSeconds();
            add(before.at(), "idle", "Does nothing for " + (seconds < 120 ? seconds + " s" : seconds / 60 + " min"), 3);
        }
    }

    private void add(Instant at, String kind, String text, int weight) {
        Candidate last = found.isEmpty() ? null : found.getLast();
        if (last != null && last.kind().equals(kind) && last.text().equals(text)) {
            return; // The same again and again is one moment.
        }
        found.add(new Candidate(at, kind, text, weight));
    }

    private List<Moment> chosen() {
        Set<Candidate> heaviest = Collections.newSetFromMap(new IdentityHashMap<>());
        found.stream()
                .sorted(Comparator.comparingInt(Candidate::weight).reversed())
                .limit(MAX)
                .forEach(heaviest::add);
        return found.stream()
                .filter(heaviest::contains)
                .map(candidate -> links.of(candidate.at(), candidate.kind(), candidate.text()))
                .toList();
    }

    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.2f", number);
    }
}
