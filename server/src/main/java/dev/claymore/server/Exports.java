package dev.claymore.server;

import dev.claymore.otel.PushStatus;
import dev.claymore.otel.Pushes;
import dev.claymore.otel.SessionExports;
import dev.claymore.query.RawExport;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.KeyVault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What leaves the product, on the server's database, and its doors. */
final class Exports implements AutoCloseable {

    private final Pushes pushes;
    private final ExportRoutes downloads;
    private final Clock clock;
    private final List<Route> routes = new ArrayList<>();

    /** @param origin of the server as browsers see it, for the addresses of replays that are pushed */
    Exports(Config config, Database database, Questions questions, Supplier<String> origin, Clock clock) {
        ClickHouse clickhouse = database.clickhouseEvenIfDown();
        this.clock = clock;
        SessionExports sessions =
                new SessionExports(clickhouse, questions.queries().model(), questions.cohorts());
        this.downloads = new ExportRoutes(config, questions, sessions, new RawExport(clickhouse));
        this.pushes = new Pushes(
                clickhouse,
                questions.queries().model(),
                questions.cohorts(),
                new KeyVault(config.data().resolve("model-key")),
                origin,
                clock);
        routes.addAll(downloads.routes());
        routes.addAll(new PushRoutes(questions, pushes, clock).routes());
    }

    List<Route> routes() {
        return routes;
    }

    /** Begins to push what projects want pushed. */
    void start() {
        pushes.start();
    }

    /** Counted since the start; the pushes of all projects together. */
    void metrics(MetricsText text) {
        Collection<PushStatus> all = pushes.statuses();
        text.counter(
                "claymore_export_downloads_refused_total", "Downloads turned away: too many.", downloads.refused());
        text.gauge("claymore_export_pushes", "Projects whose sessions are pushed.", all.size());
        text.gauge(
                "claymore_export_blocked",
                "Of these, those that need somebody to look.",
                all.stream().filter(status -> status.phase().equals("blocked")).count());
        text.counter(
                "claymore_export_requests_total", "Requests that were acknowledged.", sum(all, PushStatus::requests));
        text.counter("claymore_export_failures_total", "Attempts that were not.", sum(all, PushStatus::failures));
        text.counter("claymore_export_records_total", "Records delivered.", sum(all, PushStatus::records));
        text.counter(
                "claymore_export_records_refused_total",
                "Records receivers do not take.",
                sum(all, PushStatus::refused));
        text.counter("claymore_export_bytes_total", "Bodies as sent.", sum(all, PushStatus::bytes));
        text.gauge("claymore_export_waiting_sessions", "Finished, not delivered.", sum(all, PushStatus::waiting));
        Instant now = clock.instant();
        text.gauge(
                "claymore_export_lag_seconds",
                "Since the first session that waits was over.",
                all.stream()
                        .filter(status -> status.oldest() != null)
                        .mapToLong(
                                status -> Duration.between(status.oldest(), now).toSeconds())
                        .max()
                        .orElse(0));
    }

    private static long sum(Collection<PushStatus> all, ToLongFunction<PushStatus> number) {
        return all.stream().mapToLong(number).sum();
    }

    @Override
    public void close() {
        pushes.close();
        downloads.close();
    }
}
