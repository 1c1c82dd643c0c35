package dev.claymore.ingest;

import java.io.IOException;

/** What the stream of a body throws when its sender took too long; the batch is answered with {@link Problem#BODY_TIMEOUT}. */
public final class LateBody extends IOException {

    private static final long serialVersionUID = 1L;

    public LateBody(String message) {
        super(message);
    }
}
