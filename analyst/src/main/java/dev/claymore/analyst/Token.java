package dev.claymore.analyst;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A word, number, path or sign of the question.
 *
 * @param text as written, without quotes
 * @param lemma its ground form in lower case; of other kinds the lower-case text
 * @param number of a NUMBER; else NaN
 * @param unit of a NUMBER: money, percent, plus, st (ordinal), p (percentile), xx (5xx), a unit of time as ms; else empty
 * @param date of a DATE; else null
 * @param glued it follows the token before without a space: parts of one written word
 * @param from first character in the question
 * @param to the character after its last one
 */
record Token(
        Kind kind,
        String text,
        String lemma,
        double number,
        String unit,
        LocalDate date,
        boolean glued,
        int from,
        int to) {

    enum Kind {
        WORD,
        NUMBER,
        /** 4.0.0, acc-28221: read as it stands. */
        CODE,
        DATE,
        PATH,
        QUOTED,
        /** plan=premium; text is all of it. */
        PAIR,
        COMMA,
        STOP
    }

    private static final java.util.Map<String, String> GROUND = new java.util.concurrent.ConcurrentHashMap<>();

    static Token word(String text, boolean glued, int from, int to) {
        return new Token(Kind.WORD, text, Words.lemma(text), Double.NaN, "", null, glued, from, to);
    }

    static Token plain(Kind kind, String text, int from, int to) {
        return new Token(kind, text, text.toLowerCase(Locale.ROOT), Double.NaN, "", null, false, from, to);
    }

    static Token number(String text, double number, String unit, int from, int to) {
        return new Token(Kind.NUMBER, text, text.toLowerCase(Locale.ROOT), number, unit, null, false, from, to);
    }

    Token corrected(String word) {
        return new Token(kind, text, Words.lemma(word), number, unit, date, glued, from, to);
    }

    String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    boolean is(String... lemmas) {
        for (String other : lemmas) {
            if (lemma.equals(other)
                    || (kind == Kind.WORD
                            && (lower().equals(other) || lemma.equals(GROUND.computeIfAbsent(other, Words::lemma))))) {
                return true;
            }
        }
        return false;
    }

    boolean word() {
        return kind == Kind.WORD;
    }

    boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    /** The words between as they were written, hyphens included. */
    static String text(List<Token> tokens, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(text.isEmpty() || tokens.get(i).glued() ? text.isEmpty() ? "" : "-" : " ")
                    .append(tokens.get(i).text());
        }
        return text.toString();
    }
}
