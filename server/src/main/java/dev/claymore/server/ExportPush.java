package dev.claymore.server;

import dev.claymore.otel.LogsSender;
import dev.claymore.otel.LogsSender.Outcome;
import dev.claymore.otel.PushHeaders;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** {@code --push}: sends requests one after another; what passes by itself is tried again for a while, and said. */
final class ExportPush {

    /** Of one request, from its first failure on. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final URI endpoint;
    private final PushHeaders headers;
    private final PrintStream errors;
    private final Duration patience;

    ExportPush(URI endpoint, PushHeaders headers, PrintStream errors, Duration patience) {
        this.endpoint = endpoint;
        this.headers = headers;
        this.errors = errors;
        this.patience = patience;
    }

    static URI endpoint(String given) {
        return Settings.httpUrl(given)
                .orElseThrow(() -> new ClientFailure(
                        "--push " + Settings.withoutPassword(given) + ": must be " + Settings.HTTP_URL));
    }

    /** @param in requests in protobuf, each with its length in front */
    void push(InputStream in) throws IOException {
        long requests = 0;
        long rejected = 0;
        try (LogsSender sender = new LogsSender(Clock.systemUTC())) {
            for (ExportLogsServiceRequest request = ExportLogsServiceRequest.parseDelimitedFrom(in);
                    request != null;
                    request = ExportLogsServiceRequest.parseDelimitedFrom(in)) {
                rejected += send(sender, request);
                requests++;
            }
        }
        errors.printf("%,d requests taken, %,d records left out by the receiver%n", requests, rejected);
    }

    private long send(LogsSender sender, ExportLogsServiceRequest request) {
        long giveUp = 0;
        try {
            for (Duration wait = FIRST_WAIT; ; wait = shorter(wait.multipliedBy(2), LONGEST_WAIT)) {
                switch (sender.send(endpoint, headers, request)) {
                    case Outcome.Accepted accepted -> {
                        return accepted.rejected();
                    }
                    case Outcome.Refused(String message) -> throw new ClientFailure(message);
                    case Outcome.Failed failed -> {
                        if (!failed.passing()) {
                            throw new ClientFailure(failed.message());
                        }
                        if (giveUp == 0) {
                            giveUp = System.nanoTime() + patience.toNanos();
                            errors.println("claymore: " + failed.message() + "; it is tried again for "
                                    + patience.toSeconds() + " s");
                        }
                        Duration left = Duration.ofNanos(giveUp - System.nanoTime());
                        if (!left.isPositive()) {
                            throw new ClientFailure(
                                    failed.message() + "; given up after " + patience.toSeconds() + " s");
                        }
                        Duration own = wait;
                        Duration asked = failed.retryAfter()
                                .filter(longer -> longer.compareTo(own) > 0)
                                .orElse(own);
                        Thread.sleep(shorter(asked, left));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted");
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
