package dev.claymore.query.stacks;

/** What was given is no source map; the message says what is wrong with it. */
public final class MalformedSourceMap extends Exception {

    private static final long serialVersionUID = 1;

    MalformedSourceMap(String message) {
        super(message);
    }
}
