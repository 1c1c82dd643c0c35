package dev.claymore.analyst.story;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a visitor seems to be after, read from the words of pages and events that sites of all kinds share. The first that fits is the
 * strongest; {@code done} are the words by which it is reached.
 */
enum Intent {
    BUY(
            "to buy",
            "checkout|payment|shipping|billing|order|cart|basket|purchase",
            "purchase|purchased|order|ordered|confirmation|thank"),
    SUBSCRIBE("to subscribe", "subscribe|subscription|upgrade|plan|plans|pricing", "subscribed|upgraded|upgrade"),
    BOOK("to book", "book|booking|reserve|reservation|appointment", "booked|reserved|confirmation"),
    SIGN_UP(
            "to create an account",
            "signup|sign-up|register|registration|trial|onboarding",
            "signup|signed|registered"),
    GET_HELP(
            "to get help",
            "help|support|contact|faq|ticket|returns|refund|docs|documentation",
            "ticket|submitted|sent"),
    SIGN_IN("to use their account", "login|signin|sign-in|account|profile|settings|dashboard", "login|signin"),
    FIND("to find something", "search|find|results", ""),
    READ("to read", "blog|article|articles|news|post|posts|guide|guides", "");

    private static final Pattern CAMEL = Pattern.compile("([a-z])([A-Z])");

    private final String phrase;
    private final Pattern signs;
    private final Pattern done;

    Intent(String phrase, String signs, String done) {
        this.phrase = phrase;
        this.signs = words(signs);
        this.done = words(done);
    }

    /** @param evidence the page or event that says so; {@code fulfilled}: the event or page that completed it, null: none did */
    record Found(Intent intent, String evidence, Seen fulfilled) {}

    String phrase() {
        return phrase;
    }

    static Optional<Found> of(List<Seen> events) {
        for (Intent intent : values()) {
            Optional<Seen> sign = events.stream().filter(intent::signed).findFirst();
            if (sign.isPresent()) {
                Seen fulfilled = events.stream()
                        .filter(intent::fulfilled)
                        .reduce((a, b) -> b)
                        .orElse(null);
                return Optional.of(new Found(intent, place(sign.get()), fulfilled));
            }
        }
        return Optional.empty();
    }

    private boolean signed(Seen event) {
        return (event.is("custom") && (has(signs, event.name()) || has(done, event.name())))
                || (event.is("pageview") && has(signs, event.page()));
    }

    private boolean fulfilled(Seen event) {
        return (event.is("custom") && has(done, event.name())) || (event.is("pageview") && has(done, event.page()));
    }

    private static boolean has(Pattern words, String text) {
        return words.matcher(CAMEL.matcher(text).replaceAll("$1 $2").toLowerCase(Locale.ROOT))
                .find();
    }

    /** One of the words, whole; none of no words. */
    private static Pattern words(String alternatives) {
        return Pattern.compile(alternatives.isEmpty() ? "(?!)" : "(?<![a-z])(" + alternatives + ")(?![a-z])");
    }

    private static String place(Seen event) {
        return event.is("custom") ? "event " + Seen.quoted(event.name()) : "page " + event.page();
    }
}
