package dev.claymore.analyst;

import dev.claymore.analyst.Understanding.Ambiguous;
import dev.claymore.analyst.Understanding.Answered;
import dev.claymore.analyst.Understanding.Unsupported;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From a question to what it means, with the words of one project. */
final class Understander {

    private static final double LEAST_CONFIDENCE = 0.65;

    private static final int MOST_PREVIOUS = 10;

    /** "What are people searching for?" asks for the thing, not for a number. */
    private static final Pattern DANGLING = Pattern.compile(
            "^what\\b(?!.*\\b(share|percent|percentage|number|rate|average|median|total|proportion)\\b).*\\b(for|about|with)\\s*[?.!]*$",
            Pattern.CASE_INSENSITIVE);

    /** "What did people search for most": not who did. */
    private static final Pattern OBJECT = Pattern.compile("^what (do|did|does|have|has)\\b", Pattern.CASE_INSENSITIVE);

    /** "Will applications go up?", "are bookings going to …": what has not been yet. */
    private static final Pattern FORECAST = Pattern.compile(
            "^(and |so |but )?((what|how (many|much|high|long)|which) )?will (?!you\\b)|\\b(what|how (many|much|often)|which)\\b[^.?!]* will (?!you\\b)(be|have|get|see|make|go|grow|rise|fall|reach|sign|buy|come)\\b",
            Pattern.CASE_INSENSITIVE);

    private final Vocabulary vocabulary;

    Understander(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    Understanding understand(Question question) {
        try {
            return understand(question, 0);
        } catch (NoSuchTime e) {
            return e.refusal();
        }
    }

    private Understanding understand(Question question, int depth) {
        if (question.query() != null) {
            return described(question.query());
        }
        String text = question.text().strip();
        if (text.length() > Question.MAX_LENGTH) {
            return new Unsupported(
                    "not_understood",
                    "The question is longer than " + Question.MAX_LENGTH + " characters.",
                    List.of(),
                    "");
        }
        Reading first = read(question, text, Set.of());
        Understanding leaving = new Departures(vocabulary, new Calendar(question.now(), zone(question.timezone())))
                .read(text, first.items());
        if (leaving != null) {
            return leaving;
        }
        if (FORECAST.matcher(text).find()) {
            return Refusals.forecast();
        }
        Unsupported refused = Refusals.of(first.items(), vocabulary);
        Unsupported command = refused != null ? refused : Refusals.command(first.items(), text, vocabulary);
        if (command != null) {
            return command;
        }
        Answered changed = changed(question, depth);
        if (changed != null) {
            return changed;
        }
        Reading reading = new Readings(text, (part, barred) -> read(question, part, barred)).best(first);
        Understanding judged = judged(reading, text);
        return judged instanceof Answered && !reading.ties().isEmpty() ? asked(text, reading.ties()) : judged;
    }

    /** A query that nobody has to understand. */
    private static Answered described(Query query) {
        List<Chip> chips = QueryWords.of(query);
        return new Answered(query, QueryWords.title(chips), QueryWords.shape(query), chips, List.of(), 1);
    }

    /** What the question before asked for, with what this one changes; null: it is a question of its own. */
    private Answered changed(Question question, int depth) {
        if (question.previous() == null || depth >= MOST_PREVIOUS) {
            return null;
        }
        Calendar calendar = new Calendar(question.now(), zone(question.timezone()));
        Question alone = new Question(question.text().strip(), question.now(), question.timezone(), null);
        List<String> notes = new ArrayList<>();
        List<Item> own = items(alone, calendar, notes, new LinkedHashMap<>(), Set.of(), depth);
        Answered changed = FollowUp.goesOn(own, alone.text())
                        && understand(question.previous(), depth + 1) instanceof Answered before
                ? QueryChange.of(before.query(), own, calendar, notes)
                : null;
        return changed == null ? null : compared(changed, question);
    }

    /** A comparison says what it would say if it had been asked for at once; what is compared may be up to the now of a question before. */
    private static Answered compared(Answered changed, Question question) {
        if (!(changed.query() instanceof MetricsQuery metrics) || metrics.compareTo() == null) {
            return changed;
        }
        return Stream.iterate(question, Objects::nonNull, Question::previous)
                .limit(MOST_PREVIOUS + 1)
                .map(asked -> new Calendar(asked.now(), zone(asked.timezone())))
                .flatMap(calendar -> calendar.unequal(metrics.scope().range(), metrics.compareTo()).stream())
                .findFirst()
                .map(changed::assuming)
                .orElse(changed);
    }

    /** @param text the question or a part of it */
    private Reading read(Question question, String text, Set<Barred> barred) {
        List<String> notes = new ArrayList<>();
        Map<Item, List<String>> ties = new LinkedHashMap<>();
        Calendar calendar = new Calendar(question.now(), zone(question.timezone()));
        Question own = new Question(text, question.now(), question.timezone(), question.previous());
        List<Item> items = items(own, calendar, notes, ties, barred, 0);
        Composer composer = new Composer(items, vocabulary, calendar);
        composer.questionText = text;
        Reading reading = Reading.of(text, items, composer, ties);
        notes.forEach(reading.meaning()::assume);
        items.stream()
                .filter(item -> item.is("aside"))
                .forEach(item ->
                        reading.meaning().assume("“" + item.text() + "” says where, it is no condition of its own"));
        return reading;
    }

    /** Which of the events that the words fit equally is meant. */
    private static Understanding asked(String text, Map<Item, List<String>> ties) {
        Item item = ties.keySet().iterator().next();
        List<String> names = new ArrayList<>(List.of(item.arg()));
        names.addAll(ties.get(item));
        List<Choice> choices = names.stream()
                .distinct()
                .limit(6)
                .map(name -> new Choice(name, exactly(text, item.text(), name)))
                .toList();
        return new Ambiguous("“" + item.text() + "” can mean several events. Which one?", choices);
    }

    /** The question with the event's own name in place of the words for it. */
    private static String exactly(String text, String words, String name) {
        Matcher said = Pattern.compile(
                        "\\b" + Pattern.quote(words).replace(" ", "\\E[\\s_-]+\\Q") + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(text);
        return said.find() ? said.replaceFirst(Matcher.quoteReplacement(name)) : text + " (" + name + ")";
    }

    /** Events that words fit equally; one that the question names elsewhere is the one. */
    private List<Item> settled(List<Item> linked, Linker linker, Map<Item, List<String>> ties) {
        List<Item> settled = new ArrayList<>();
        for (Item item : linked) {
            List<String> others = linker.ties(item);
            List<String> said = Stream.concat(Stream.of(item.arg()), others.stream())
                    .filter(name -> linked.stream().anyMatch(other -> !other.equals(item) && other.says("custom", name))
                            || linker.says(name, item))
                    .toList();
            String named = others.isEmpty() ? null : said.size() == 1 ? said.getFirst() : paid(item, others, linked);
            if (named == null && !others.isEmpty()) {
                ties.put(item, others);
            }
            settled.add(named == null ? item : item.as("custom", named));
        }
        return settled;
    }

    /** Of events that words fit equally, the only one with numbers when one is asked for, or with money when that is; else null. */
    private String paid(Item item, List<String> others, List<Item> linked) {
        boolean asked = linked.stream()
                .anyMatch(other -> (other.is("metric") && other.arg().matches("revenue|value"))
                        || (other.is("agg") && !other.arg().equals("sum")));
        if (!asked) {
            return null;
        }
        List<Vocabulary.Event> valued = vocabulary.events().stream()
                .filter(event -> event.name().equals(item.arg()) || others.contains(event.name()))
                .filter(Vocabulary.Event::values)
                .toList();
        List<Vocabulary.Event> paid = valued.stream()
                .filter(event -> event.words().stream()
                        .anyMatch(word -> Words.synonyms(word, "purchase") || Words.synonyms(word, "payment")))
                .toList();
        List<Vocabulary.Event> chosen = valued.size() == 1 ? valued : paid;
        return chosen.size() == 1 ? chosen.getFirst().name() : null;
    }

    private List<Item> items(
            Question question,
            Calendar calendar,
            List<String> notes,
            Map<Item, List<String>> ties,
            Set<Barred> barred,
            int depth) {
        String text = question.text();
        List<Token> tokens = Speller.read(Lexer.read(text), vocabulary, notes);
        notes.addAll(CalendarDates.doubts(tokens));
        List<Span> times = new TimeParser(tokens, calendar).all();
        Linker linker = new Linker(tokens, vocabulary, times, barred);
        List<Item> linked = Glosses.read(settled(linker.items(), linker, ties), tokens, text);
        ties.keySet().removeIf(item -> !linked.contains(item));
        List<Item> own = new Joiner(tokens, text, vocabulary)
                .join(linked).stream().map(item -> item.placed(tokens)).toList();
        Question previous = question.previous();
        if (previous == null || depth >= MOST_PREVIOUS || previous.text().length() > Question.MAX_LENGTH) {
            return own;
        }
        Calendar then = new Calendar(previous.now(), zone(previous.timezone()));
        List<Item> before =
                items(previous, then, new ArrayList<>(), new LinkedHashMap<>(), Set.of(), depth + 1).stream()
                        .map(item -> item.spanning(-1, -1)) // its words are not of this question
                        .toList();
        return FollowUp.merged(before, own, calendar);
    }

    /** ClickHouse knows UTC by that name only. */
    private static ZoneId zone(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
    }

    private Understanding judged(Reading reading, String text) {
        Meaning meaning = reading.meaning();
        List<Item> items = reading.items();
        List<String> left = reading.leftOver();
        List<String> unknown = items.stream()
                .filter(item -> item.is("unknown"))
                .map(Item::text)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            return new Unsupported(
                    "not_recorded",
                    "Nothing that is recorded is called " + list(unknown) + ".",
                    unknown,
                    nearest(items));
        }
        if (meaning.query == null) {
            return left.isEmpty()
                    ? new Unsupported(
                            "no_question", "The text does not say what to count or list.", List.of(), nearest(items))
                    : new Unsupported(
                            "not_recorded",
                            "Nothing that is recorded answers " + list(left) + ".",
                            List.copyOf(left),
                            nearest(items));
        }
        double confidence = Math.max(0, meaning.confidence - 0.4 * left.size());
        if (confidence < LEAST_CONFIDENCE) {
            return new Unsupported(
                    "not_understood",
                    "How these words belong together is not clear: " + list(left) + ".",
                    List.copyOf(left),
                    nearest(items));
        }
        boolean object = DANGLING.matcher(text).find() && meaning.shape == Shape.NUMBER;
        if (object || (OBJECT.matcher(text).find() && meaning.shape == Shape.PEOPLE)) {
            return new Unsupported(
                    "not_understood",
                    "The question asks what, and that is not recorded as a value of its own.",
                    List.of(),
                    nearest(items));
        }
        String title = meaning.chips.stream().map(Chip::text).collect(Collectors.joining(", "));
        List<Chip> chips = new ArrayList<>(meaning.chips);
        chips.addAll(meaning.times);
        return new Answered(
                meaning.query,
                title.isEmpty() ? "sessions" : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
                meaning.shape,
                List.copyOf(chips),
                List.copyOf(meaning.assumptions),
                confidence);
    }

    private static String list(List<String> words) {
        return words.stream().distinct().limit(5).map(word -> "“" + word + "”").collect(Collectors.joining(", "));
    }

    /** A question of the same time about the same subject, with what is known of it. */
    private static String nearest(List<Item> items) {
        Set<String> kept = Set.of("subject", "event", "custom", "time");
        List<Item> known =
                items.stream().filter(item -> kept.contains(item.kind())).toList();
        Item counted =
                known.stream().filter(item -> !item.is("time")).findFirst().orElse(null);
        Item time = known.stream().filter(item -> item.is("time")).findFirst().orElse(null);
        String what = counted == null
                ? "sessions"
                : counted.is("custom")
                        ? counted.arg() + " events"
                        : counted.text().equalsIgnoreCase("who") ? "visitors" : counted.text();
        return "How many " + what + (time == null ? "" : " " + time.text()) + "?";
    }
}
