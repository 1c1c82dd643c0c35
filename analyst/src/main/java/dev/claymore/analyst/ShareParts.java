package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.List;

/** The clauses of a share, in their order: what follows who, with, from describes; a clause of its own asks. */
final class ShareParts {

    private final Composer c;

    ShareParts(Composer composer) {
        this.c = composer;
    }

    /** Conditions and where each begins. */
    record Part(int from, int to, boolean described) {}

    List<Part> between(int from, int to) {
        List<Part> parts = new ArrayList<>();
        int start = -1;
        boolean described = false;
        boolean joined = false;
        boolean content = false;
        boolean happened = false;
        for (int i = from; i < to; i++) {
            Item item = c.items.get(i);
            if (c.used[i] && !item.is("time")) {
                continue;
            }
            boolean condition = item.is(
                    "custom",
                    "event",
                    "value",
                    "new",
                    "returning",
                    "signedin",
                    "anonymous",
                    "bounce",
                    "recorded",
                    "mult",
                    "number",
                    "cmp",
                    "neg",
                    "metric",
                    "bot");
            boolean opener = item.is("who", "with", "from", "on", "of", "to", "contains", "called", "subject");
            if (item.is("time", "comma", "stop")) {
                if (content) {
                    parts.add(new Part(start, i, described));
                    start = -1;
                    content = false;
                    described = false;
                }
                joined = false;
                continue;
            }
            if (item.is("and", "or", "but")) {
                joined = true;
                if (start < 0) {
                    start = i;
                }
                continue;
            }
            if (opener) {
                boolean strong = item.is("who", "with");
                if (strong && content && !joined) {
                    parts.add(new Part(start, i, described));
                    start = i;
                    content = false;
                    described = true;
                } else if (start < 0) {
                    start = i;
                    described = true;
                }
                continue;
            }
            if (condition) {
                boolean happens =
                        item.is("custom") || (item.is("event") && !item.arg().equals("any"));
                boolean verb = happens
                        && content
                        && happened
                        && !joined
                        && described
                        && !c.at(i - 1, "number", "cmp", "neg", "event", "mult", "with", "who", "post");
                if (verb) { // "visitors that viewed /membership upgraded": a clause of its own
                    parts.add(new Part(start, i, true));
                    start = -1;
                    described = false;
                    happened = false;
                }
                happened |= happens || (item.is("value") && item.arg().matches("page|error.*|requestUrl"));
                if (start < 0) {
                    start = i;
                }
                content = true;
                joined = false;
            }
        }
        if (content) {
            parts.add(new Part(start, to, described));
        }
        return parts;
    }

    /** From which part on it is what is asked. */
    static int split(List<Part> parts) {
        if (parts.size() < 2) {
            return 0;
        }
        for (int k = 1; k < parts.size(); k++) {
            if (!parts.get(k).described()) {
                return k;
            }
        }
        return parts.size() - 1;
    }
}
