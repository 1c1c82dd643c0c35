package dev.claymore.bench;

import java.io.IOException;

/** One connection: sends a body, waits for its answer. Not for several threads. */
interface BodySender extends AutoCloseable {

    /** Status of the answer as HTTP has it; 200: the body is durable. */
    int send(byte[] body) throws IOException;

    /** What the last answer said that was not a 200. */
    String lastRefusal();

    /** Whether the last answer said when to come back. */
    boolean hadRetryAfter();

    @Override
    void close() throws IOException;
}
