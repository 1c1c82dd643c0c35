package dev.claymore.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.Duration;

/** Work of a database or of somebody else's API, which the shop pretends: it takes its time, and may fail. */
final class Work {

    private final SpanBuilder builder;

    Work(SpanBuilder builder) {
        this.builder = builder;
    }

    Work in(String system, String statement) {
        builder.setAttribute("db.system.name", system).setAttribute("db.query.text", statement);
        return this;
    }

    Work at(String address) {
        builder.setAttribute("server.address", address);
        return this;
    }

    void takes(Duration duration) throws InterruptedException {
        Span span = builder.startSpan();
        try {
            Thread.sleep(duration);
        } finally {
            span.end();
        }
    }

    /** Takes its time and fails. */
    IOException fails(Duration after, String how) throws InterruptedException {
        Span span = builder.startSpan();
        try {
            Thread.sleep(after);
            IOException failure = new IOException(how);
            span.recordException(failure);
            span.setStatus(StatusCode.ERROR, how);
            return failure;
        } finally {
            span.end();
        }
    }
}
