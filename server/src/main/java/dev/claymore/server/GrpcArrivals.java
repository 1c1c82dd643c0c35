package dev.claymore.server;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;

/** Notes when bytes of calls come, which the framework tells nobody before a message is whole. */
final class GrpcArrivals extends ServerStreamTracer.Factory {

    private static final Context.Key<Arrival> KEY = Context.key("arrival");

    /** The call that is being begun. */
    static Arrival current() {
        return KEY.get();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
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
