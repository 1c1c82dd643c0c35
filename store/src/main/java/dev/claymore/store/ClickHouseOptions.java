package dev.claymore.store;

import java.net.URI;
import java.time.Duration;

/**
 * Where ClickHouse is, the embedded engine or a server of one's own: both speak ClickHouse's HTTP interface.
 *
 * @param endpoint {@code http://host:port} or {@code https://host:port}
 * @param database holds all tables; made by {@link Migrations} when it is missing
 * @param timeout for one statement, both on the wire and, for reads, in ClickHouse
 */
public record ClickHouseOptions(URI endpoint, String user, String password, String database, Duration timeout) {

    public static final String DEFAULT_DATABASE = "claymore";

    public ClickHouseOptions {
        if (!database.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("database must be letters, digits and _, got: " + database);
        }
    }

    /** User {@code default}, database {@value #DEFAULT_DATABASE}, five minutes. */
    public static ClickHouseOptions of(URI endpoint, String password) {
        return new ClickHouseOptions(endpoint, "default", password, DEFAULT_DATABASE, Duration.ofMinutes(5));
    }
}
