package dev.claymore.ingest;

import java.io.IOException;

/** What the stream of a body throws when it is larger than the server reads; the batch is answered with {@link Problem#BODY_TOO_LARGE}. */
public final class LargeBody extends IOException {

    private static final long serialVersionUID = 1L;

    public LargeBody(String message) {
        super(message);
    }
}
