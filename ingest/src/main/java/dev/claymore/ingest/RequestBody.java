package dev.claymore.ingest;

import java.io.IOException;
import java.io.InputStream;

/** One body as it was sent, read while only its own bytes are held. */
final class RequestBody {

    private static final int FIRST_BYTES = 16 << 10;
    /** Room that is made on the word of a header alone. */
    private static final int MOST_AT_ONCE = 1 << 20;

    private static final int MOST_NAMED = 40;

    private final int limit;
    private final BoundedBuffer bytes;
    private boolean gzip;

    /** @param limit largest body as sent */
    RequestBody(int limit, MemoryBudget budget) {
        this.limit = limit;
        bytes = new BoundedBuffer(FIRST_BYTES, limit, Problem.BODY_TOO_LARGE, budget);
    }

    /** Reads the body to its end, or to the limit. */
    void receive(BatchRequest request) throws MalformedBody {
        String encoding = request.headerOrEmpty("content-encoding").strip();
        gzip = encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
        if (!gzip && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            String named = encoding.length() <= MOST_NAMED ? encoding : encoding.substring(0, MOST_NAMED) + "…";
            throw new MalformedBody(
                    Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip or absent, got " + named);
        }
        if (request.contentLength() > limit) {
            throw tooLarge();
        }
        InputStream source = request.body();
        try {
            if (request.contentLength() >= FIRST_BYTES) {
                bytes.reserve((int) Math.min(request.contentLength() + 1, MOST_AT_ONCE));
            }
            while (true) {
                bytes.reserve(4_096);
                int count = source.read(bytes.array(), bytes.size(), bytes.room());
                if (count < 0) {
                    break;
                }
                bytes.advance(count);
            }
        } catch (LateBody late) {
            throw new MalformedBody(Problem.BODY_TIMEOUT, late.getMessage());
        } catch (LargeBody large) {
            throw tooLarge();
        } catch (IOException | RuntimeException interrupted) {
            throw new MalformedBody(Problem.INCOMPLETE_BODY, "the body ended before it was complete");
        }
        // What sendBeacon sends cannot say that it is compressed.
        gzip |= Gunzip.isGzip(bytes.array(), bytes.size());
    }

    private MalformedBody tooLarge() {
        return new MalformedBody(Problem.BODY_TOO_LARGE, "more than " + limit + " bytes");
    }

    boolean isGzip() {
        return gzip;
    }

    byte[] array() {
        return bytes.array();
    }

    int size() {
        return bytes.size();
    }

    void release() {
        bytes.clear();
    }
}
