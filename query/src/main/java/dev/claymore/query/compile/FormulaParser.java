package dev.claymore.query.compile;

import dev.claymore.query.language.Refusal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Arithmetic over named numbers: {@code + - * /}, parentheses, numbers. What it lets through has no other meaning in SQL. */
final class FormulaParser {

    private static final int MAX_LENGTH = 500;

    private final String text;
    private final UnaryOperator<String> names;
    private int at;
    private int depth;
    private boolean named;

    private FormulaParser(String text, UnaryOperator<String> names) {
        this.text = text;
        this.names = names;
    }

    /** @param names what a name stands for, as SQL */
    static String sql(String text, UnaryOperator<String> names) {
        if (text.length() > MAX_LENGTH) {
            throw Refusal.invalid("formula", "must have at most " + MAX_LENGTH + " characters");
        }
        FormulaParser parser = new FormulaParser(text, names);
        String sql = parser.sum();
        if (parser.peek() != 0) {
            throw parser.wrong();
        }
        if (!parser.named) {
            throw Refusal.invalid("formula", "must have at least one of its numbers in it");
        }
        return sql;
    }

    /** The names that stand in it, each where it comes first. */
    static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        sql(text, name -> {
            names.add(name);
            return name;
        });
        return names;
    }

    private String sum() {
        StringBuilder sql = new StringBuilder(product());
        while (peek() == '+' || peek() == '-') {
            sql.append(' ').append(text.charAt(at++)).append(' ').append(product());
        }
        return sql.toString();
    }

    private String product() {
        StringBuilder sql = new StringBuilder(factor());
        while (peek() == '*' || peek() == '/') {
            sql.append(' ').append(text.charAt(at++)).append(' ').append(factor());
        }
        return sql.toString();
    }

    private String factor() {
        char next = peek();
        if (next == '(') {
            if (++depth > 20) {
                throw wrong();
            }
            at++;
            String inner = sum();
            if (peek() != ')') {
                throw wrong();
            }
            at++;
            depth--;
            return "(" + inner + ")";
        }
        int start = at;
        if (digit(next)) {
            while (at < text.length() && (digit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            String number = text.substring(start, at);
            if (!number.matches("\\d{1,15}(\\.\\d{1,15})?")) {
                throw wrong();
            }
            // Whole numbers would wrap around.
            return number.contains(".") ? number : number + ".0";
        }
        while (at < text.length() && letter(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw wrong();
        }
        named = true;
        return "(" + names.apply(text.substring(start, at)) + ")";
    }

    private char peek() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(char c) {
        return digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private Refusal wrong() {
        return Refusal.invalid(
                "formula", "is not arithmetic of names, numbers, + - * / and parentheses at character " + (at + 1));
    }
}
