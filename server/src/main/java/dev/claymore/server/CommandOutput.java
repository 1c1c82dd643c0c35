package dev.claymore.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Where a command prints. A {@link PrintStream} alone keeps to itself what could not be written: here that ends the command. */
final class CommandOutput extends OutputStream {

    private final OutputStream to;

    /** Who read the output has gone, as {@code head} does when it has enough: nobody is left to be told. */
    static final class Closed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Closed() {
            super("the output is closed", null, false, false);
        }
    }

    /** Work that writes. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private CommandOutput(OutputStream to) {
        this.to = to;
    }

    /** A line is written once it is whole; the rest by {@link PrintStream#flush()}. */
    static PrintStream printing(OutputStream to, Charset charset) {
        return new PrintStream(new BufferedOutputStream(new CommandOutput(to), 1 << 13), true, charset);
    }

    @Override
    public void write(int octet) {
        checked(() -> to.write(octet));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        checked(() -> to.write(bytes, offset, length));
    }

    @Override
    public void flush() {
        checked(to::flush);
    }

    /** Unchecked, as a {@link PrintStream} lets only those through. */
    private static void checked(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("Broken pipe")) {
                throw new Closed();
            }
            throw new ClientFailure(
                    "the output could not be written, what is there is not all of it: " + ClientFailure.reason(e));
        }
    }
}
