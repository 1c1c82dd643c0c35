package dev.claymore.server;

import dev.claymore.ingest.LedgerCheck;
import dev.claymore.store.ReadLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of every event that was sent: why is this session missing? */
final class LedgerRoute {

    /** How a range is cut, and the longest range for each: some 45,000 rows at most for an outcome. */
    private enum Interval {
        MINUTE("toStartOfMinute(minute)", Duration.ofDays(31)),
        HOUR("toStartOfHour(minute)", Duration.ofDays(400)),
        DAY("toStartOfDay(minute)", Duration.ofDays(4_000));

        private final String start;
        private final Duration longest;

        Interval(String start, Duration longest) {
            this.start = start;
            this.longest = longest;
        }

        static Interval of(String name) {
            for (Interval interval : values()) {
                if (interval.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return interval;
                }
            }
            throw Problem.invalid("invalid_parameter", "\"interval\" must be minute, hour or day.")
                    .thrown();
        }
    }

    private final Database database;

    LedgerRoute(Database database) {
        this.database = database;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/ledger", this::ledger), Route.project("GET", "/ledger/check", this::check));
    }

    private void ledger(Exchange exchange) {
        Instant to = Times.query(exchange, "to").orElseGet(Instant::now);
        Instant from = Times.query(exchange, "from").orElse(to.minus(Duration.ofDays(1)));
        Interval interval = Interval.of(exchange.query("interval").orElse("minute"));
        if (!from.isBefore(to) || from.isBefore(to.minus(interval.longest))) {
            throw Problem.invalid(
                            "invalid_parameter",
                            "\"from\" must be before \"to\", by at most " + interval.longest.toDays() + " days.")
                    .thrown();
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        database.clickhouse()
                .reader(exchange.path("projectId"), ReadLimits.PRODUCT)
                .query(ledger(interval), Map.of("from", from, "to", to))
                .records()
                .forEach(row -> {
                    Map<String, Object> entry = new LinkedHashMap<>();
                    entry.put("minute", row.get("start"));
                    for (String column : List.of("outcome", "code", "events", "bytes")) {
                        entry.put(column, row.get(column));
                    }
                    entries.add(entry);
                });
        exchange.json(200, Map.of("entries", entries));
    }

    private static String ledger(Interval interval) {
        return """
            SELECT
                %s AS start,
                outcome,
                code,
                sum(events) AS events,
                sum(bytes) AS bytes
            FROM ledger
            WHERE minute >= {from:DateTime64(3, 'UTC')} AND minute < {to:DateTime64(3, 'UTC')}
            GROUP BY start, outcome, code
            ORDER BY start, outcome, code
            LIMIT 100000
            """.formatted(interval.start);
    }

    private void check(Exchange exchange) {
        LedgerCheck check = LedgerCheck.of(database.clickhouse(), exchange.path("projectId"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("received", check.received());
        answer.put("explained", check.explained());
        answer.put("stored", check.stored());
        answer.put("rows", check.rows());
        answer.put("balances", check.balances());
        exchange.json(200, answer);
    }
}
