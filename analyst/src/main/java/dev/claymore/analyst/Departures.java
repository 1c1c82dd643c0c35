package dev.claymore.analyst;

import dev.claymore.analyst.Understanding.Departure;
import dev.claymore.analyst.Understanding.Unsupported;
import dev.claymore.analyst.story.Contrast.Step;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * "Why do people leave at checkout?" The data has no reasons; what those who left at a step have more often than those who went on is as
 * near as it comes.
 */
final class Departures {

    private static final Pattern ASKED =
            Pattern.compile("^\\W*((and|so|but|then) )?(why|how come|what makes)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern LEAVING = Pattern.compile(
            "\\b(leav(e|es|ing)|left|drop(s|ped|ping)?[ -]?(off|out)|abandon(s|ed|ing)?|exit(s|ed|ing)?|quit(s|ting)?|g[ia]v(e|es|ing) up)\\b",
            Pattern.CASE_INSENSITIVE);

    private final Vocabulary vocabulary;
    private final Calendar calendar;

    Departures(Vocabulary vocabulary, Calendar calendar) {
        this.vocabulary = vocabulary;
        this.calendar = calendar;
    }

    /** Null when it is another question. */
    Understanding read(String text, List<Item> items) {
        Matcher asked = ASKED.matcher(text);
        Matcher leaving = LEAVING.matcher(text);
        if (!asked.find() || !leaving.find(asked.end())) {
            return null;
        }
        Item place = null;
        List<Item> left = new ArrayList<>();
        List<Item> own =
                items.stream().filter(item -> item.to() > leaving.start()).toList();
        for (Item item : own) {
            boolean step = step(item) != null;
            if (step && place == null) {
                place = item;
            } else if (step || (item.from() >= leaving.end() && !says(item))) {
                left.add(item);
            }
        }
        List<String> words =
                left.stream().filter(item -> item.is("unknown")).map(Item::text).toList();
        if (!words.isEmpty()) {
            return instead("Nothing that is recorded is called “" + String.join("”, “", words) + "”.", words);
        }
        return place == null || !left.isEmpty()
                ? instead(
                        "Why people leave is answered for one page or event, of all sessions that came there.",
                        List.of())
                : departure(place, own);
    }

    private Departure departure(Item place, List<Item> items) {
        Composer composer = new Composer(items, vocabulary, calendar);
        new TimeReader(composer).read();
        Step step = step(place);
        String words = (step.kind().equals("pageContains") ? "page contains " : "") + step.value();
        composer.meaning.chips.add(new Chip("step", "left at " + words, place.from(), place.to()));
        Range range = composer.range();
        List<Chip> chips = new ArrayList<>(composer.meaning.chips);
        chips.addAll(composer.meaning.times);
        return new Departure(
                step, range, "Leaving at " + words, List.copyOf(chips), List.copyOf(composer.meaning.assumptions));
    }

    /** Words that ask for nothing more. */
    private static boolean says(Item item) {
        return item.is("skip", "time", "comma", "stop", "on", "of", "from", "aside", "subject", "exited", "groupby")
                || item.text().equalsIgnoreCase("after")
                || item.says("event", "pageview")
                || item.says("field", "page");
    }

    /** Null for what is no place to leave at. */
    private Step step(Item item) {
        if (item.is("custom") && !item.arg().isEmpty()) {
            return new Step("event", item.arg());
        }
        String word = item.text().toLowerCase(Locale.ROOT);
        boolean named =
                item.is("unknown") || item.says("metric", "cart"); // "abandon the cart": no word says that it is a page
        if (named && !vocabulary.pagesWith(Words.lemma(word)).isEmpty()) {
            return new Step("pageContains", word);
        }
        if (!item.is("value")
                || !item.arg().matches("page|exitPage|viewedPage")
                || !(item.condition() instanceof Condition.Where where)
                || where.values().size() != 1) {
            return null;
        }
        return where.op() == Operator.EQ || where.op() == Operator.IS
                ? new Step("page", where.values().getFirst())
                : where.op() == Operator.CONTAINS
                        ? new Step("pageContains", where.values().getFirst())
                        : null;
    }

    private Unsupported instead(String reason, List<String> words) {
        return instead(reason, words, vocabulary);
    }

    /** What can be asked where somebody asks why. */
    static Unsupported instead(String reason, List<String> words, Vocabulary vocabulary) {
        List<Vocabulary.Value> pages = vocabulary.values("page");
        String page = pages.stream()
                .map(Vocabulary.Value::value)
                .filter(path -> path.length() > 1)
                .findFirst()
                .orElse("");
        return new Unsupported(
                "not_recorded",
                reason
                        + " What can be told is what those who left at a page or after an event have more often than those who went on.",
                words,
                page.isEmpty() ? "How many sessions last week?" : "Why do people leave at " + page + "?");
    }
}
