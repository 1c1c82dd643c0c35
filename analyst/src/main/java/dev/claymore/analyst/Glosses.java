package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said twice: "films finished (playback_completed)", "the fees, i.e. the value of appointment_booked", "gift cards … bought". The
 * exact words decide; those that they explain, and those that only repeat a part of an event's name, carry no condition of their own.
 */
final class Glosses {

    private static final Pattern BRACKETS = Pattern.compile("\\(([^()]{1,200})\\)");
    private static final Pattern THAT_IS = Pattern.compile(
            "\\b(i\\.e\\.|ie,|namely|meaning|a\\.k\\.a\\.|aka|in other words)", Pattern.CASE_INSENSITIVE);

    private static final Set<String> PASSED = Set.of(
            "skip",
            "time",
            "subject",
            "on",
            "of",
            "event",
            "new",
            "returning",
            "signedin",
            "first",
            "every",
            "count",
            "agg");

    private final List<Token> tokens;
    private final String question;
    private final List<Item> items;

    private Glosses(List<Item> items, List<Token> tokens, String question) {
        this.items = new ArrayList<>(items);
        this.tokens = tokens;
        this.question = question;
    }

    /** The items, with those that carry nothing of their own as words to be skipped. */
    static List<Item> read(List<Item> items, List<Token> tokens, String question) {
        Glosses glosses = new Glosses(items, tokens, question);
        Matcher brackets = BRACKETS.matcher(question);
        while (brackets.find()) {
            glosses.explain(brackets.start(), brackets.end());
        }
        Matcher thatIs = THAT_IS.matcher(question);
        while (thatIs.find()) {
            glosses.explain(thatIs.start(), question.length());
        }
        glosses.repeats();
        glosses.asides();
        return glosses.items;
    }

    private void explain(int from, int to) {
        int first = -1;
        Item exact = null;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (begin(item) < from || end(item) > to) {
                continue;
            }
            first = first < 0 ? i : first;
            exact = exact == null && isExact(item) ? item : exact;
        }
        if (exact == null) {
            return;
        }
        boolean path = exact.is("value", "number");
        int i = first - 1;
        while (i >= 0 && items.get(i).is("comma", "stop")) {
            i--;
        }
        for (; i >= 0; i--) {
            Item item = items.get(i);
            boolean broken = exact.is("value")
                    && exact.arg().startsWith("error")
                    && item.is("custom")
                    && i + 1 < items.size()
                    && items.get(i + 1).is("skip", "unknown")
                    && tokens.get(items.get(i + 1).from()).is("break", "crash", "fail");
            boolean explained = item.is("unknown", "unit")
                    || broken
                    || (item.is("refuse") && item.arg().equals("not_recorded"))
                    || (item.says("metric", "value")
                            && !exact.is("metric")
                            && !(i > 0 && items.get(i - 1).is("number")))
                    || item.is("nothing")
                    || (item.says("metric", "duration") && (exact.is("custom") || exact.says("metric", "value")))
                    || (item.is("retention")
                            && i + 1 < first
                            && items.get(i + 1).text().equalsIgnoreCase("nothing"))
                    || (item.is("neg")
                            && i + 1 < first
                            && items.get(i + 1).is("skip")
                            && items.get(i + 1).text().matches("(?i)results?|values?|items?"))
                    || (item.is("custom") && exact.is("custom") && !isExact(item))
                    || (item.is("value") && item.arg().equals("page") && (path || exact.is("custom")));
            if (explained
                    && item.says("value", "page")
                    && path
                    && item.text().toLowerCase(Locale.ROOT).endsWith("pages")) {
                items.set(i, item.as("field", "page"));
            } else if (explained) {
                items.set(i, item.as("skip", ""));
            } else if (!PASSED.contains(item.kind()) && !(exact.is("metric") && item.is("custom"))) {
                return;
            }
        }
    }

    /** An event by its whole name, a pair of field and value, a path. */
    private boolean isExact(Item item) {
        Token token = tokens.get(item.from());
        if (item.is("custom")) {
            return bare(question.substring(begin(item), end(item))).equals(bare(item.arg()));
        }
        return (item.is("value")
                        && (token.kind() == Token.Kind.PAIR
                                || token.kind() == Token.Kind.PATH
                                || item.arg().equals("errorType")))
                || (item.says("number", "") && item.number() >= 400 && item.number() < 600)
                || (item.says("metric", "value") && item.text().equalsIgnoreCase("value"));
    }

    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d]", "");
    }

    /** Unknown words that are a part of the name of an event that the question names anyway. */
    private void repeats() {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            String lemma = tokens.get(item.from()).lemma();
            if (item.is("custom") && item.to() - item.from() == 1 && !isExact(item) && besideTag(i, lemma)) {
                items.set(i, item.as("skip", ""));
            }
            boolean verb = item.is("event")
                    && item.to() - item.from() == 1
                    && (item.text().endsWith("ed")
                            || missing(item, lemma)); // "the largest loan anyone requested" (loan_requested)
            if (!item.is("unknown") && !verb) {
                continue;
            }
            if (verb
                    && items.stream()
                            .noneMatch(other -> other.is("custom")
                                    && Vocabulary.split(other.arg()).contains(lemma))) {
                continue;
            }
            if (item.is("unknown")
                    && i + 1 < items.size()
                    && items.get(i + 1).is("funnel")) { // "the enrolment funnel: …"
                items.set(i, item.as("skip", ""));
                continue;
            }
            boolean repeated = items.stream()
                    .filter(other -> other.is("custom"))
                    .flatMap(other -> Vocabulary.split(other.arg()).stream())
                    .anyMatch(word -> Words.related(word, lemma) || Words.synonyms(word, lemma));
            boolean ofTag = besideTag(i, lemma);
            if (repeated || ofTag) {
                items.set(i, items.get(i).as("skip", ""));
            }
        }
    }

    /** "booked the most viewings": what the words for the event leave out of its name. */
    private boolean missing(Item item, String lemma) {
        return items.stream()
                .filter(other -> other.is("custom") && other.to() <= item.from())
                .filter(other -> Vocabulary.split(other.arg()).contains(lemma))
                .anyMatch(other -> tokens.subList(other.from(), other.to()).stream()
                        .noneMatch(token -> token.lemma().equals(lemma)));
    }

    /** "privately insured": the tag's own name in another form beside its value; "the spring-sale newsletter". */
    private boolean besideTag(int i, String lemma) {
        if (i > 0
                && items.get(i - 1).is("value")
                && items.get(i - 1).arg().startsWith("utm")
                && tokens.get(items.get(i).from())
                        .is("newsletter", "mailing", "email", "ad", "advert", "promo", "promotion", "link", "post")) {
            return true;
        }
        for (int k : new int[] {i - 1, i + 1}) {
            if (k >= 0
                    && k < items.size()
                    && items.get(k).is("value")
                    && items.get(k).arg().startsWith("tags.")
                    && Vocabulary.split(items.get(k).arg().substring(5)).stream()
                            .anyMatch(word -> Words.related(word, lemma))) {
                return true;
            }
        }
        return false;
    }

    /** "Do people on Android book more? Share of sessions with a booking": the last sentence says what to count, the first one of what. */
    private void asides() {
        int stop = -1;
        for (int i = 0; i + 1 < items.size(); i++) {
            stop = items.get(i).is("stop") ? i : stop;
        }
        if (stop < 0) {
            return;
        }
        List<Item> asked = items.subList(stop + 1, items.size());
        boolean whole = asked.stream().anyMatch(item -> item.is("share", "count", "metric", "groupby", "every"))
                && asked.stream().anyMatch(item -> item.is("subject"))
                && asked.stream().anyMatch(item -> item.is("custom", "event", "value", "field", "every"));
        if (!whole) {
            return;
        }
        boolean bounces = asked.stream().anyMatch(item -> item.says("metric", "bounceRate"));
        for (int i = 0; i < stop; i++) {
            boolean again = bounces && items.get(i).is("bounce"); // "do they bounce more? bounce rate of …"
            if (again || items.get(i).is("custom", "subject", "event", "unknown", "list")) {
                items.set(i, items.get(i).as("skip", ""));
            }
        }
    }

    private int begin(Item item) {
        return tokens.get(item.from()).from();
    }

    private int end(Item item) {
        return tokens.get(item.to() - 1).to();
    }
}
