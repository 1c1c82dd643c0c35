package dev.claymore.shop;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** The session the browser names in the request's baggage becomes an attribute of every span: what a backend needs for the link, all of it. */
final class SessionOnSpans implements SpanProcessor {

    static final String SESSION = "session.id";

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        String session = Baggage.fromContext(parent).getEntryValue(SESSION);
        if (session != null) {
            span.setAttribute(SESSION, session);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
