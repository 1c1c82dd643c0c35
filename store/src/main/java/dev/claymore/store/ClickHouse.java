package dev.claymore.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The only door to the database, over ClickHouse's HTTP interface. Safe for use by many threads; a call blocks its (virtual) thread until
 * ClickHouse has answered and throws {@link StoreException} when it refuses or cannot be reached.
 *
 * <p>What is written here runs under the write profile and sees all projects. What a person or the API reads of one project goes through
 * {@link #reader}.
 */
public final class ClickHouse implements AutoCloseable {

    /** How long an event that another program inserted twice may count twice in a {@link Reader}'s answers. */
    public static final Duration DOUBLES_SEEN_WITHIN = Doubles.STALE;

    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_INSERTS = 16;

    /** How long a statement waits for its turn, and then for a connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern INTO_EVENTS =
            Pattern.compile("INSERT\\s+INTO\\s+(claymore\\.)?events\\b", Pattern.CASE_INSENSITIVE);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration PING = Duration.ofSeconds(2);

    private final ClickHouseOptions options;
    private final Client client;
    /** Of its own connections: however many questions wait, rows go on. */
    private final Client inserts;

    private final ProjectTurns turns;
    private final Doubles doubles = new Doubles(this);

    private ClickHouse(ClickHouseOptions options) {
        this.options = options;
        this.client = client(options, MAX_CONNECTIONS);
        this.inserts = client(options, MAX_INSERTS);
        this.turns = new ProjectTurns(PATIENCE);
    }

    /** Opens no connection yet: that ClickHouse is there is what {@link #ping} and the first statement find out. */
    public static ClickHouse connect(ClickHouseOptions options) {
        return new ClickHouse(options);
    }

    private static Client client(ClickHouseOptions options, int connections) {
        boolean loopback = List.of("127.0.0.1", "localhost", "[::1]")
                .contains(options.endpoint().getHost());
        return new Client.Builder()
                .addEndpoint(options.endpoint().toString())
                .setUsername(options.user())
                .setPassword(options.password())
                .setDefaultDatabase(options.database())
                .setConnectTimeout(Duration.ofSeconds(5).toMillis(), ChronoUnit.MILLIS)
                .setConnectionRequestTimeout(PATIENCE.toMillis(), ChronoUnit.MILLIS)
                .setSocketTimeout(options.timeout().toMillis(), ChronoUnit.MILLIS)
                .setMaxConnections(connections)
                .compressServerResponse(!loopback)
                .compressClientRequest(!loopback)
                .setClientName("claymore")
                // A pooled connection that the engine closed meanwhile; what else fails is for the caller to try again
                // or not.
                .retryOnFailures(ClientFaultCause.NoHttpResponse, ClientFaultCause.ConnectionRequestTimeout)
                .setMaxRetries(2)
                .build();
    }

    public String database() {
        return options.database();
    }

    /** Whether ClickHouse answers a statement within two seconds; never throws. */
    public boolean ping() {
        try {
            // The client's own ping waits for the answer as long as for any other.
            QuerySettings settings = settings(Map.of()).setDatabase("default");
            settings.setNetworkTimeout(PING.toMillis(), ChronoUnit.MILLIS);
            run("SELECT 1", Map.of(), settings, InputStream::readAllBytes);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Runs a statement that has no result. */
    public void command(String sql) {
        command(sql, Map.of());
    }

    /** @param parameters values of {@code {name:Type}} placeholders: text, numbers, Boolean, Instant, UUID, collections of these, null */
    public void command(String sql, Map<String, ?> parameters) {
        run(sql, parameters, settings(Profiles.WRITE), InputStream::readAllBytes);
        if (INTO_EVENTS.matcher(sql).find()) {
            doubles.unknownInserted();
        }
    }

    ProjectTurns turns() {
        return turns;
    }

    /** Whether {@code events} may hold rows that are one event, as far as was known in the last seconds. */
    boolean mayHoldDoubles() {
        return doubles.possible();
    }

    /** Runs a statement that is left behind when it is not done in time. */
    void commandWithin(Duration time, String sql) {
        long began = System.nanoTime();
        try {
            QuerySettings settings = settings(Profiles.WRITE);
            settings.setNetworkTimeout(time.toMillis(), ChronoUnit.MILLIS);
            run(sql, Map.of(), settings, InputStream::readAllBytes);
        } catch (StoreException e) {
            throw System.nanoTime() - began >= time.toNanos()
                    ? Failures.limit("no answer within " + time.toSeconds() + " seconds")
                    : e;
        }
    }

    /** Runs a statement outside the product's database, which may not exist yet. */
    void commandOutside(String sql) {
        run(sql, Map.of(), settings(Profiles.WRITE).setDatabase("default"), InputStream::readAllBytes);
    }

    /** Reads across projects under the limits of {@link ReadLimits#PRODUCT}; for the product's own statements. */
    public Rows query(String sql, Map<String, ?> parameters) {
        return whole(sql, parameters, Profiles.read(ReadLimits.PRODUCT), ReadLimits.PRODUCT);
    }

    public Rows query(String sql) {
        return query(sql, Map.of());
    }

    /** The same, of rows as they were inserted, doubled ones too. */
    Rows queryAsStored(String sql, Map<String, ?> parameters) {
        return whole(sql, parameters, Profiles.asStored(ReadLimits.PRODUCT), ReadLimits.PRODUCT);
    }

    /** Reads one project and nothing else. */
    public Reader reader(String projectId, ReadLimits limits) {
        return Reader.of(this, projectId, limits);
    }

    /**
     * Inserts rows that are already encoded. The same token with the same rows again changes nothing, neither in the table nor in what its
     * views have made of them, as long as no more than 10,000 inserts came between.
     *
     * @param columns in the order of the rows; the others take their defaults
     * @param format ClickHouse's name of it, as {@code RowBinary} or {@code JSONEachRow}
     * @param dedupToken the same for the same rows, whatever happens in between; null: the rows' hash stands in for it
     */
    public void insert(String table, List<String> columns, String format, InputStream rows, String dedupToken) {
        InsertSettings settings = new InsertSettings();
        Profiles.insert(table).forEach(settings::serverSetting);
        if (dedupToken != null) {
            settings.setDeduplicationToken(dedupToken);
        }
        try {
            inserts.insert(table, columns, rows, ClickHouseFormat.valueOf(format), settings)
                    .join()
                    .close();
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
        if (table.equals("events") && !columns.contains("knownOnce")) {
            doubles.unknownInserted();
        }
    }

    public void insert(String table, List<String> columns, String format, byte[] rows, String dedupToken) {
        insert(table, columns, format, new ByteArrayInputStream(rows), dedupToken);
    }

    @Override
    public void close() {
        client.close();
        inserts.close();
    }

    /** Reads an answer's body. */
    interface Body {
        void read(InputStream body) throws IOException;
    }

    /** Reads a result into memory. ClickHouse finishes it before it answers, so a failure half way is a clean one. */
    Rows whole(String sql, Map<String, ?> parameters, Map<String, String> profile, ReadLimits limits) {
        List<Rows.Column> columns = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        RowStream collecting = new RowStream() {
            @Override
            public void columns(List<Rows.Column> names) {
                columns.addAll(names);
            }

            @Override
            public void row(List<Object> cells) {
                if (rows.size() >= limits.resultRows()) {
                    throw Failures.limit("more than " + limits.resultRows() + " rows of result");
                }
                rows.add(cells);
            }
        };
        QuerySettings settings = settings(profile).waitEndOfQuery(true);
        // ClickHouse looks at its clock between blocks alone: a function that never comes back is left behind here.
        settings.setNetworkTimeout(limits.time().plus(GRACE).toMillis(), ChronoUnit.MILLIS);
        long began = System.nanoTime();
        try {
            Rows.Stats stats = run(
                    sql,
                    parameters,
                    settings,
                    body -> ResultReader.read(new BoundedInput(body, limits.resultBytes()), collecting));
            return new Rows(List.copyOf(columns), rows, stats);
        } catch (StoreException e) {
            boolean late = System.nanoTime() - began > limits.time().toNanos();
            throw late && e.kind() == StoreException.Kind.UNAVAILABLE
                    ? Failures.limit("no answer within " + limits.time().toSeconds() + " seconds")
                    : e;
        }
    }

    Rows.Stats run(String sql, Map<String, ?> parameters, QuerySettings settings, Body body) {
        QueryResponse response;
        try {
            response = client.query(sql, ParameterText.of(parameters), settings).join();
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
        try (InputStream stream = closing(response)) {
            body.read(stream);
            return new Rows.Stats(response.getServerTime() / 1e6, response.getReadRows(), response.getReadBytes());
        } catch (ConsumerFailure e) {
            throw e.own();
        } catch (IOException | RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** Closing the stream closes the response: the connection goes back to the pool. */
    private static InputStream closing(QueryResponse response) {
        return new FilterInputStream(response.getInputStream()) {
            @Override
            public void close() throws IOException {
                try {
                    response.close();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        };
    }

    static QuerySettings settings(Map<String, String> profile) {
        QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.valueOf(ResultReader.FORMAT));
        profile.forEach(settings::serverSetting);
        return settings;
    }
}
