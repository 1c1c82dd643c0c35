package dev.claymore.ingest;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates gzip (RFC 1952, any number of members) to a limit; one native inflater serves many bodies. Not for several threads. */
final class Gunzip implements AutoCloseable {

    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();

    static boolean isGzip(byte[] body, int length) {
        return length >= 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    void inflate(byte[] body, int length, BoundedBuffer target) throws MalformedBody {
        int at = 0;
        do {
            at = member(body, header(body, at, length), length, target);
        } while (at < length);
    }

    private int member(byte[] body, int from, int length, BoundedBuffer target) throws MalformedBody {
        inflater.reset();
        inflater.setInput(body, from, length - from);
        crc.reset();
        int begin = target.size();
        try {
            while (!inflater.finished()) {
                target.reserve(Math.max(512, inflater.getRemaining() * 4));
                int count = inflater.inflate(target.array(), target.size(), target.room());
                crc.update(target.array(), target.size(), count);
                target.advance(count);
                if (count == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw truncated();
                }
            }
        } catch (DataFormatException corrupt) {
            throw new MalformedBody(Problem.INVALID_GZIP, "the gzip data is corrupt");
        }
        int trailer = length - inflater.getRemaining();
        if (trailer + TRAILER > length) {
            throw truncated();
        }
        if (int32(body, trailer) != (int) crc.getValue() || int32(body, trailer + 4) != target.size() - begin) {
            throw new MalformedBody(Problem.INVALID_GZIP, "the gzip data does not match its checksum");
        }
        return trailer + TRAILER;
    }

    private static int header(byte[] body, int start, int length) throws MalformedBody {
        if (start + HEADER > length) {
            throw truncated();
        }
        if (body[start] != 0x1F
                || body[start + 1] != (byte) 0x8B
                || body[start + 2] != 8
                || (body[start + 3] & 0xE0) != 0) {
            throw new MalformedBody(Problem.INVALID_GZIP, "not gzip at byte " + start);
        }
        int flags = body[start + 3];
        int at = start + HEADER;
        if ((flags & 4) != 0) {
            if (at + 2 > length) {
                throw truncated();
            }
            at += 2 + ((body[at] & 0xFF) | ((body[at + 1] & 0xFF) << 8));
        }
        if ((flags & 8) != 0) {
            at = behindZero(body, at, length);
        }
        if ((flags & 16) != 0) {
            at = behindZero(body, at, length);
        }
        if ((flags & 2) != 0) {
            at += 2;
        }
        if (at >= length) {
            throw truncated();
        }
        return at;
    }

    private static int behindZero(byte[] body, int from, int length) throws MalformedBody {
        for (int at = from; at < length; at++) {
            if (body[at] == 0) {
                return at + 1;
            }
        }
        throw truncated();
    }

    private static int int32(byte[] body, int at) {
        return (body[at] & 0xFF) | ((body[at + 1] & 0xFF) << 8) | ((body[at + 2] & 0xFF) << 16) | (body[at + 3] << 24);
    }

    private static MalformedBody truncated() {
        return new MalformedBody(Problem.INVALID_GZIP, "the gzip data ends too early");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
