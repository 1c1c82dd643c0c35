package dev.claymore.server;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.regex.Pattern;

/**
 * What is to be done before the framework looks at a call: it tells nobody of bytes before a message is whole, and breaks off a call whose timeout it cannot
 * read, with a stack trace in the log.
 */
final class GrpcArrivals extends ServerStreamTracer.Factory {

    private static final Context.Key<Arrival> KEY = Context.key("arrival");

    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    /** As the protocol has it: at most eight digits and a unit. */
    private static final Pattern READABLE = Pattern.compile("[0-9]{1,8}[HMSmun]");

    /** The call that is being begun. */
    static Arrival current() {
        return KEY.get();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        String timeout = headers.get(TIMEOUT);
        if (timeout != null && !READABLE.matcher(timeout).matches()) {
            headers.discardAll(TIMEOUT); // A call without one may take its time.
        }
        return new Arrival();
    }

    static final class Arrival extends ServerStreamTracer {

        private volatile long lastByte = System.nanoTime();

        /** Of {@link System#nanoTime}. */
        long lastByte() {
            return lastByte;
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(KEY, this);
        }

        @Override
        public void inboundWireSize(long bytes) {
            lastByte = System.nanoTime();
        }
    }
}
