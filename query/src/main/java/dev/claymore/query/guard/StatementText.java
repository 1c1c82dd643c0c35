package dev.claymore.query.guard;

import java.util.function.Consumer;

/**
 * Walks over a statement that ClickHouse has formatted: no comments, one kind of quotes for text, and no space between a function's name and
 * its parenthesis. A loop and not a regular expression, since text may be long and full of escapes.
 */
final class StatementText {

    private final String text;
    private int at;

    /** What the walk meets. */
    record Visitor(
            Consumer<String> word, Consumer<String> call, Consumer<String> quotedName, Consumer<String> parameter) {}

    StatementText(String text) {
        this.text = text;
    }

    void walk(Visitor visitor) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                quoted('\'');
            } else if (c == '`' || c == '"') {
                String name = quoted(c);
                visitor.quotedName().accept(followedByParenthesis() ? name + "(" : name);
            } else if (c == '{') {
                visitor.parameter().accept(upTo('}'));
            } else if (wordCharacter(c)) {
                String word = word();
                (followedByParenthesis() ? visitor.call() : visitor.word()).accept(word);
            } else {
                at++;
            }
        }
    }

    private boolean followedByParenthesis() {
        return at < text.length() && text.charAt(at) == '(';
    }

    private String quoted(char quote) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(text.length(), at + 1);
        return text.substring(start, at);
    }

    private String upTo(char end) {
        int close = text.indexOf(end, at);
        int start = at;
        at = close < 0 ? text.length() : close + 1;
        return text.substring(start, at);
    }

    private String word() {
        int start = at;
        while (at < text.length() && wordCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean wordCharacter(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
