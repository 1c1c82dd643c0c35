package dev.claymore.analyst;

import dev.claymore.analyst.Token.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a question into tokens. */
final class Lexer {

    private static final Pattern TOKEN =
            Pattern.compile("""
            (?<quoted>"[^"]{1,300}"|“[^”]{1,300}”|`[^`]{1,300}`|«[^»]{1,300}»|(?<![\\p{L}\\d])'[^']{1,300}'(?![\\p{L}\\d]))
            |(?<iso>\\d{4}-\\d{1,2}-\\d{1,2})(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2})?(?:\\.\\d+)?Z?)?
            |(?<slashed>\\d{1,2}/\\d{1,2}/\\d{4})(?!\\d)|(?<dotted>\\d{1,2}\\.\\d{1,2}\\.\\d{4})(?!\\d)
            |(?<short>w/o?(?![\\p{L}])|\\#|%|i\\.e\\.|e\\.g\\.|&)
            |(?<url>https?://[^\\s"'<>]+)
            |(?<pair>[\\p{L}_][\\w.-]*(?:=|:(?=[\\w"']))(?:"[^"]*"|'[^']*'|[\\w@./+-]+))
            |(?<path>/[\\w*%~@:=&.+/-]*(?:\\?[\\w=&%.+-]*)?)
            |(?<version>v?\\d+(?:\\.\\d+){2,}(?:[-+][\\w.]+)?)
            |(?<xx>[1-5]xx\\b)
            |(?<percentile>p\\d{1,2}(?:\\.\\d+)?\\b)
            |(?<number>(?:[$€£¥]\\s?)?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?)(?<suffix>%|\\+|(?:st|nd|rd|th|k|m|s|ms|min|mins|h|hr|hrs|d|w|x|sec|secs|usd|eur|gbp)?(?![\\p{L}\\d]))
            |(?<month>(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.(?=\\s))
            |(?<word>\\p{L}[\\p{L}\\p{M}\\d]*(?:['’]\\p{L}+)?)
            |(?<compare>(?:>=|<=|[<>≥≤])(?=\\s?[$€£¥]?\\d))
            |(?<arrow>→|-+>|=>|>)
            |(?<digits>\\d+)
            |(?<comma>[,;:–—]|(?<=\\s)-(?=\\s))
            |(?<stop>[.?!](?=$|[\\s)"'”]))
            """, Pattern.COMMENTS | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Map<String, Double> MILLIS = Map.ofEntries(
            Map.entry("ms", 1.0),
            Map.entry("s", 1_000.0),
            Map.entry("sec", 1_000.0),
            Map.entry("secs", 1_000.0),
            Map.entry("min", 60_000.0),
            Map.entry("mins", 60_000.0),
            Map.entry("h", 3_600_000.0),
            Map.entry("hr", 3_600_000.0),
            Map.entry("hrs", 3_600_000.0),
            Map.entry("d", 86_400_000.0),
            Map.entry("w", 604_800_000.0));

    private Lexer() {}

    static List<Token> read(String question) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(question);
        int end = -1;
        while (matcher.find()) {
            boolean glued = matcher.start() == end
                    || (matcher.start() == end + 1 && end >= 0 && "-_.@+&".indexOf(question.charAt(end)) >= 0);
            token(matcher, glued && !tokens.isEmpty(), tokens);
            end = matcher.end();
            if (tokens.size() > 400) {
                break;
            }
        }
        return tokens;
    }

    private static void token(Matcher m, boolean glued, List<Token> tokens) {
        int from = m.start();
        int to = m.end();
        String text = m.group();
        if (m.group("quoted") != null) {
            tokens.add(Token.plain(Kind.QUOTED, text.substring(1, text.length() - 1), from, to));
        } else if (m.group("iso") != null || m.group("slashed") != null || m.group("dotted") != null) {
            date(m, tokens);
        } else if (m.group("short") != null) {
            abbreviation(text, from, to, tokens);
        } else if (m.group("url") != null) {
            tokens.add(Token.plain(
                    Kind.PATH, trimmed(text), from, from + trimmed(text).length()));
        } else if (m.group("pair") != null) {
            tokens.add(Token.plain(
                    Kind.PAIR, trimmed(text), from, from + trimmed(text).length()));
        } else if (m.group("path") != null) {
            if (glued && text.length() > 1) { // and/or, iOS/Android: two words
                tokens.addAll(shifted(read(text.substring(1)), from + 1));
                return;
            }
            tokens.add(Token.plain(
                    Kind.PATH, trimmed(text), from, from + trimmed(text).length()));
        } else if (m.group("version") != null) {
            tokens.add(Token.plain(Kind.CODE, text, from, to));
        } else if (m.group("xx") != null) {
            tokens.add(Token.number(text, text.charAt(0) - '0', "xx", from, to));
        } else if (m.group("percentile") != null) {
            tokens.add(Token.number(text, Double.parseDouble(text.substring(1)), "p", from, to));
        } else if (m.group("number") != null) {
            number(m, glued, tokens);
        } else if (m.group("month") != null) {
            tokens.add(Token.word(text.substring(0, text.length() - 1), glued, from, to));
        } else if (m.group("word") != null) {
            tokens.add(Token.word(text, glued, from, to));
        } else if (m.group("compare") != null) {
            compared(text, from, to, tokens);
        } else if (m.group("arrow") != null) {
            tokens.add(Token.word("then", false, from, to));
        } else if (m.group("digits") != null) {
            tokens.add(new Token(Kind.NUMBER, text, text, Double.parseDouble(text), "", null, glued, from, to));
        } else if (m.group("comma") != null) {
            tokens.add(Token.plain(Kind.COMMA, text, from, to));
        } else {
            tokens.add(Token.plain(Kind.STOP, text, from, to));
        }
    }

    /** "> 100", "<= 5": in words, as the rest is. */
    private static void compared(String sign, int from, int to, List<Token> tokens) {
        switch (sign) {
            case ">" -> tokens.add(Token.word("over", false, from, to));
            case "<" -> tokens.add(Token.word("under", false, from, to));
            default -> {
                tokens.add(Token.word("at", false, from, to));
                tokens.add(Token.word(sign.matches(">=|≥") ? "least" : "most", false, from, to));
            }
        }
    }

    private static void abbreviation(String text, int from, int to, List<Token> tokens) {
        switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "w/" -> tokens.add(Token.word("with", false, from, to));
            case "w/o" -> tokens.add(Token.word("without", false, from, to));
            case "#" -> tokens.add(Token.word("number", false, from, to));
            case "%" -> tokens.add(Token.word("percent", false, from, to));
            case "&" -> tokens.add(Token.word("and", false, from, to));
            default -> tokens.add(Token.plain(Kind.COMMA, ",", from, to));
        }
    }

    private static List<Token> shifted(List<Token> tokens, int by) {
        return tokens.stream()
                .map(t -> new Token(
                        t.kind(),
                        t.text(),
                        t.lemma(),
                        t.number(),
                        t.unit(),
                        t.date(),
                        t.glued(),
                        t.from() + by,
                        t.to() + by))
                .toList();
    }

    private static void date(Matcher m, List<Token> tokens) {
        String text = m.group();
        try {
            String[] parts = text.split("[T ]")[0].split("[-/.]");
            int a = Integer.parseInt(parts[0]);
            int b = Integer.parseInt(parts[1]);
            int c = Integer.parseInt(parts[2]);
            LocalDate date = m.group("iso") != null
                    ? LocalDate.of(a, b, c)
                    : m.group("dotted") != null || a > 12 ? LocalDate.of(c, b, a) : LocalDate.of(c, a, b);
            tokens.add(new Token(
                    Kind.DATE,
                    text,
                    text.toLowerCase(java.util.Locale.ROOT),
                    Double.NaN,
                    "",
                    date,
                    false,
                    m.start(),
                    m.end()));
        } catch (DateTimeException e) {
            tokens.add(Token.plain(Kind.CODE, text, m.start(), m.end()));
        }
    }

    private static void number(Matcher m, boolean glued, List<Token> tokens) {
        String digits = m.group("number");
        boolean money = digits.matches("[$€£¥].*");
        double value = Double.parseDouble(digits.replaceAll("[^\\d.]", ""));
        String suffix = m.group("suffix") == null ? "" : m.group("suffix").toLowerCase(java.util.Locale.ROOT);
        int from = m.start();
        int to = m.end();
        String unit = switch (suffix) {
            case "%" -> "percent";
            case "+" -> "plus";
            case "x" -> "";
            case "st", "nd", "rd", "th" -> "st";
            case "k" -> {
                value *= 1_000;
                yield money ? "money" : "";
            }
            case "usd", "eur", "gbp" -> "money";
            case "m" -> {
                value *= money ? 1_000_000 : 60_000; // 5m: minutes, as beside 30s and 2h; $5m: millions
                yield money ? "money" : "ms";
            }
            default -> {
                if (suffix.equals("s") && value >= 400 && value < 600) { // 404s: codes
                    yield "";
                }
                if (MILLIS.containsKey(suffix)) {
                    value *= MILLIS.get(suffix);
                    yield "ms";
                }
                yield money ? "money" : "";
            }
        };
        tokens.add(new Token(
                Kind.NUMBER,
                m.group(),
                m.group().toLowerCase(java.util.Locale.ROOT),
                value,
                unit,
                null,
                glued,
                from,
                to));
    }

    private static String trimmed(String text) {
        int end = text.length();
        while (end > 1 && ".,;:!?'\")".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
