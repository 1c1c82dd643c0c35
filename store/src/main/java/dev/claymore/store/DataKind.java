package dev.claymore.store;

import java.util.Locale;
import java.util.Optional;

/** What a policy of storage speaks of: people think of recordings, not of tables. */
public enum DataKind {
    /** The table {@code events}. */
    EVENTS,
    /** The table {@code replay_events}. */
    RECORDINGS,
    /** The table {@code sessions} and every other one of which each row belongs to a session. */
    SESSIONS,
    /** Traces, logs and metrics: the tables {@code otel_*}. */
    TELEMETRY,
    /** The table {@code ledger}. */
    LEDGER;

    /** As it stands in JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DataKind> of(String key) {
        for (DataKind kind : values()) {
            if (kind.key().equals(key)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The kind of a table; empty for those that hold no visitors' data, which no policy touches. */
    static Optional<DataKind> ofTable(String table, boolean hasSession) {
        return switch (table) {
            case "events" -> Optional.of(EVENTS);
            case "replay_events" -> Optional.of(RECORDINGS);
            case "ledger" -> Optional.of(LEDGER);
            default ->
                table.startsWith("otel_")
                        ? Optional.of(TELEMETRY)
                        : hasSession ? Optional.of(SESSIONS) : Optional.empty();
        };
    }
}
