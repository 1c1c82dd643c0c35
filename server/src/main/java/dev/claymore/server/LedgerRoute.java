package dev.claymore.server;

import dev.claymore.store.ReadLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of every event that was sent: why is this session missing? */
final class LedgerRoute {

    private static final Duration LONGEST = Duration.ofDays(31);

    private static final String LEDGER = """
            SELECT
                minute,
                outcome,
                code,
                sum(events) AS events,
                sum(bytes) AS bytes
            FROM ledger
            WHERE minute >= {from:DateTime64(3, 'UTC')} AND minute < {to:DateTime64(3, 'UTC')}
            GROUP BY minute, outcome, code
            ORDER BY minute, outcome, code
            LIMIT 100000
            """;

    private final Database database;

    LedgerRoute(Database database) {
        this.database = database;
    }

    List<Route> routes() {
        return List.of(Route.project("GET", "/ledger", this::ledger));
    }

    private void ledger(Exchange exchange) {
        Instant to = Times.query(exchange, "to").orElseGet(Instant::now);
        Instant from = Times.query(exchange, "from").orElse(to.minus(Duration.ofDays(1)));
        if (!from.isBefore(to) || from.isBefore(to.minus(LONGEST))) {
            throw Problem.invalid("invalid_parameter", "\"from\" must be before \"to\", by at most 31 days.")
                    .thrown();
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        database.clickhouse()
                .reader(exchange.path("projectId"), ReadLimits.PRODUCT)
                .query(LEDGER, Map.of("from", from, "to", to))
                .records()
                .forEach(row -> {
                    Map<String, Object> entry = new LinkedHashMap<>();
                    for (String column : List.of("minute", "outcome", "code", "events", "bytes")) {
                        entry.put(column, row.get(column));
                    }
                    entries.add(entry);
                });
        exchange.json(200, Map.of("entries", entries));
    }
}
