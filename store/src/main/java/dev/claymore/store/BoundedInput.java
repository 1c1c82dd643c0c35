package dev.claymore.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends a result that is larger than allowed; the embedded engine does not bound a streamed result by itself. */
final class BoundedInput extends FilterInputStream {

    private final long maxBytes;
    private long bytes;

    BoundedInput(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int more) {
        bytes += more;
        if (bytes > maxBytes) {
            throw Failures.limit("more than " + maxBytes + " bytes of result");
        }
    }
}
