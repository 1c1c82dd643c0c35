package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import java.util.List;
import java.util.Locale;

/** Who or what the question is about: sessions, people, people by their ids; empty: events or nothing that is said. */
final class SubjectReader {

    private final Composer c;

    SubjectReader(Composer composer) {
        this.c = composer;
    }

    void read() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.items.get(i).is("subject")) {
                boolean possessive = c.items.get(i).arg().equals("person")
                        && c.at(i + 1, "subject")
                        && c.items.get(i + 1).text().matches("(?i)sessions?|visits|recordings?|replays?");
                c.subjectAt = possessive ? i + 1 : i; // "returning visitors' sessions"
                c.subject = c.items.get(c.subjectAt).arg();
                if (possessive) {
                    c.used[i] = true;
                }
                break;
            }
        }
        namedById();
        if (c.subject.isEmpty()) {
            c.subjectAt = people();
            c.subject = c.subjectAt < 0 ? "" : "person";
        }
        int agent = agent();
        if (agent >= 0 && (c.subjectAt < 0 || agent < c.subjectAt)) {
            c.subject = "person";
            c.subjectAt = agent;
        }
        if (c.subject.isEmpty() && c.items.size() > 1 && (asksWho(0) || (c.at(0, "list") && asksWho(1)))) {
            c.subject = "person";
            c.subjectAt = 0;
        }
        boolean shown = c.items.size() > 1 // "…, cart value over 100: show their sessions"
                && c.at(c.items.size() - 1, "subject")
                && c.at(c.items.size() - 2, "list");
        if (c.subject.equals("person")
                && !c.has("count", "share", "rate", "agg", "groupby", "every", "top", "retention", "vs")
                && (shown || !c.has("metric"))) {
            for (int i = c.items.size() - 1; i > c.subjectAt; i--) { // "travellers who … - sessions please"
                if (!c.at(i - 1, "number", "post", "cmp", "mult")
                        && c.at(i, "subject")
                        && c.items.get(i).arg().equals("session")
                        && (i >= c.items.size() - 2 || c.at(i - 1, "list"))) {
                    c.subject = "session";
                    c.subjectAt = i;
                    break;
                }
            }
        }
    }

    /** "which customers (userId) …", "users who … - userIds please": people are asked for, and their ids are what is to be shown. */
    private void namedById() {
        if (!c.subject.equals("person") || c.has("count", "share", "rate", "agg", "every", "retention", "vs")) {
            return;
        }
        for (int i = c.subjectAt + 1; i < c.items.size(); i++) {
            if (!c.items.get(i).says("subject", "userid") || c.at(i + 1, "value", "code", "quoted")) {
                continue;
            }
            c.subject = "userid";
            c.used[i] = true;
            for (int k = i - 1;
                    k > c.subjectAt && c.at(k, "groupby", "list", "with", "from", "comma", "on", "stop");
                    k--) {
                c.used[k] |= c.at(k, "groupby", "list", "with");
            }
            return;
        }
    }

    private boolean asksWho(int i) {
        return c.at(i, "who") && c.items.get(i).text().toLowerCase(Locale.ROOT).startsWith("who");
    }

    /** "Germans", "Brits": people, by where they are; "owners", by what a tag says. */
    private int people() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.items.get(i).is("value") // "how many owners": people, by a tag that says what they are
                    && c.items.get(i).arg().startsWith("tags.")
                    && c.at(i - 1, "count")
                    && c.items.get(i).text().endsWith("s")
                    && c.items.get(i).condition() instanceof Condition.Where where
                    && !where.values().getFirst().endsWith("s")) {
                return i;
            }
            if (c.items.get(i).says("value", "country")
                    && Places.people(c.items.get(i).text())) {
                return i;
            }
        }
        return -1;
    }

    /** Who did something, as one word: buyers, subscribers, profile creators. */
    private int agent() {
        for (int i = 0; i < c.items.size(); i++) {
            String text = c.items.get(i).text().toLowerCase(Locale.ROOT);
            String last = text.substring(text.lastIndexOf(' ') + 1);
            if (!c.items.get(i).is("custom") || text.contains("_") || !last.matches(".*\\w{2,}(er|or)s?")) {
                continue;
            }
            String lemma = Words.lemma(last);
            List<String> words = Vocabulary.split(c.items.get(i).arg());
            boolean otherForm = !lemma.equals(last.replaceAll("s$", ""));
            boolean grown = words.stream().anyMatch(word -> Words.related(word, lemma));
            if (otherForm || (grown && !words.contains(lemma))) {
                return i;
            }
        }
        return -1;
    }
}
