package dev.claymore.bench;

import java.io.IOException;
import java.util.Random;

/**
 * What the senders of {@link CrashLoad} send. Safe for many threads.
 *
 * @param <B> what names a batch, so that it can be looked up later
 */
interface CrashSource<B> {

    B next(Random random);

    /** The same bytes are sent until they are acknowledged. */
    byte[] body(B batch);

    /** Events or spans of a batch. */
    int size();

    BodySender connect(int sender) throws IOException;
}
