package dev.claymore.query.stacks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Strings of a JSON document by where they begin in it: of the names and sources that a source map carries, few are ever asked for. The
 * document must be known to be valid.
 */
final class JsonStrings {

    /** No line of a source is looked for behind so many bytes of it. */
    private static final int MAX_SOURCE_BYTES = 8 << 20;

    private static final int NONE = -1;

    private final byte[] json;
    private int[] quotes = new int[4];
    private int size;

    JsonStrings(byte[] json) {
        this.json = json;
    }

    /** @param quote where the string begins */
    void add(int quote) {
        if (size == quotes.length) {
            quotes = Arrays.copyOf(quotes, size * 2);
        }
        quotes[size++] = quote;
    }

    /** An empty one. */
    void addNone() {
        add(NONE);
    }

    int size() {
        return size;
    }

    /** The string of a number from 0, cut at {@code most} characters; empty when there is none. */
    String get(int index, int most) {
        return has(index) ? text(json, quotes[index], most) : "";
    }

    private boolean has(int index) {
        return index >= 0 && index < size && quotes[index] != NONE;
    }

    /** The string that begins at a quote, cut at {@code most} characters. */
    static String text(byte[] json, int quote, int most) {
        int end = quote + 1;
        for (int units = 0; units < most && json[end] != '"'; units++) {
            end = next(json, end);
        }
        return decoded(json, quote + 1, end);
    }

    /** Lines of a string, counted from 1, both included; those of more than {@code most} characters are cut. */
    List<String> lines(int index, int first, int last, int most) {
        List<String> lines = new ArrayList<>();
        if (!has(index)) {
            return lines;
        }
        int begin = quotes[index] + 1;
        int at = begin;
        int line = 1;
        int stop = quotes[index] + MAX_SOURCE_BYTES;
        while (json[at] != '"' && at < stop) {
            int next = next(json, at);
            char end = lineEnd(at);
            if (end != 0) {
                if (line >= first) {
                    lines.add(line(begin, at, most));
                }
                if (end == '\r' && lineEnd(next) == '\n') {
                    next = next(json, next);
                }
                begin = next;
                if (line++ == last) {
                    return lines;
                }
            }
            at = next;
        }
        if (line >= first && at > begin && at < stop) {
            lines.add(line(begin, at, most));
        }
        return lines;
    }

    private String line(int from, int to, int most) {
        int end = from;
        for (int units = 0; units < most && end < to; units++) {
            end = next(json, end);
        }
        return decoded(json, from, end) + (end < to ? "…" : "");
    }

    /** Where the character behind the one at a place begins. */
    private static int next(byte[] json, int at) {
        if (json[at] == '\\') {
            return at + (json[at + 1] == 'u' ? 6 : 2);
        }
        int next = at + 1;
        while ((json[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    /** The end of a line that is written at a place; 0 when there is none. */
    private char lineEnd(int at) {
        if (json[at] != '\\') {
            return 0;
        }
        return switch (json[at + 1]) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'u' -> {
                char written = unit(json, at + 2);
                yield written == '\n' || written == '\r' ? written : 0;
            }
            default -> 0;
        };
    }

    private static char unit(byte[] json, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return (char) unit;
    }

    private static String decoded(byte[] json, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        int at = from;
        while (at < to) {
            if (json[at] == '\\') {
                text.append(new String(json, plain, at - plain, StandardCharsets.UTF_8));
                text.append(
                        switch (json[at + 1]) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'u' -> unit(json, at + 2);
                            default -> (char) json[at + 1];
                        });
                plain = next(json, at);
                at = plain;
            } else {
                at++;
            }
        }
        text.append(new String(json, plain, to - plain, StandardCharsets.UTF_8));
        // Halves of characters cannot be written as JSON again.
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
