package dev.claymore.analyst;

import java.util.List;

/** A question names a time that there is not; the message says which and why. */
final class NoSuchTime extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> words;

    NoSuchTime(String words, String why) {
        super(why);
        this.words = List.of(words);
    }

    Understanding.Unsupported refusal() {
        return new Understanding.Unsupported("not_understood", getMessage(), words, "");
    }
}
