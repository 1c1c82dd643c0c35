package dev.claymore.engine;

import java.io.IOException;

/** The client closed its connection, or the engine is stopping: nobody waits for an answer. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException() {
        super("The client is gone");
    }
}
