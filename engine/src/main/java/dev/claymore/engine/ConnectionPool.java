package dev.claymore.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections to the embedded ClickHouse, by what was set on them.
 *
 * <p>A connection costs about a millisecond, and settings cannot be taken back from one reliably (read-only is meant to
 * last). So a connection serves one database and one set of settings only, is kept for the next request that wants the
 * same, and is closed when a statement may have changed it. Nothing of a request can leak into another.
 */
final class ConnectionPool implements AutoCloseable {
    private static final int MAX_IDLE = 24;

    /**
     * What a connection was prepared for.
     *
     * @param database current database
     * @param settings settings and their values
     */
    record Profile(String database, SortedMap<String, String> settings) {}

    private final Chdb chdb;
    private final List<String> arguments;
    private final AtomicLong sequence = new AtomicLong();
    private final Map<Profile, ArrayDeque<ChdbConnection>> idle = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ChdbConnection, Profile> borrowed = new HashMap<>();
    private final ExecutorService closer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("engine-closer").daemon().factory());
    /** Kept open for the life of the process: the library stops ClickHouse when its last connection closes. */
    private final ChdbConnection anchor;

    private int idleCount;

    /** Boots ClickHouse. */
    ConnectionPool(Chdb chdb, List<String> arguments) {
        this.chdb = chdb;
        this.arguments = List.copyOf(arguments);
        this.anchor = open();
    }

    /** A connection of its own, with nothing set on it, for the caller to close. */
    ChdbConnection open() {
        String tag = "claymore-" + sequence.incrementAndGet();
        List<String> all = new java.util.ArrayList<>(arguments);
        all.add("--" + ChdbConnection.TAG_SETTING + "=" + tag);
        return ChdbConnection.open(chdb, all, tag);
    }

    /** A connection on which the database and the settings are in force. */
    ChdbConnection borrow(Profile profile) throws QueryException {
        ChdbConnection connection;
        synchronized (this) {
            ArrayDeque<ChdbConnection> same = idle.get(profile);
            connection = same == null ? null : same.poll();
            if (connection != null) {
                idleCount--;
                borrowed.put(connection, profile);
                return connection;
            }
        }
        connection = open();
        try {
            prepare(connection, profile);
        } catch (QueryException e) {
            discard(connection);
            throw e;
        }
        synchronized (this) {
            borrowed.put(connection, profile);
        }
        return connection;
    }

    static void prepare(ChdbConnection connection, Profile profile) throws QueryException {
        if (!profile.database().isEmpty() && !profile.database().equals("default")) {
            connection.query("USE " + SqlText.identifier(profile.database()));
        }
        if (!profile.settings().isEmpty()) {
            connection.query(SqlText.set(profile.settings()));
        }
    }

    /** Takes a connection back; {@code reusable} says that the statement has left it as it was. */
    void release(ChdbConnection connection, boolean reusable) {
        ChdbConnection surplus = null;
        synchronized (this) {
            Profile profile = borrowed.remove(connection);
            if (reusable) {
                idle.computeIfAbsent(profile, _ -> new ArrayDeque<>()).push(connection);
                idleCount++;
                if (idleCount > MAX_IDLE) {
                    surplus = evict();
                }
            } else {
                surplus = connection;
            }
        }
        if (surplus != null) {
            discard(surplus);
        }
    }

    private ChdbConnection evict() {
        for (Iterator<ArrayDeque<ChdbConnection>> all = idle.values().iterator(); all.hasNext(); ) {
            ArrayDeque<ChdbConnection> oldest = all.next();
            ChdbConnection connection = oldest.pollLast();
            if (oldest.isEmpty()) {
                all.remove();
            }
            if (connection != null) {
                idleCount--;
                return connection;
            }
        }
        return null;
    }

    /** Closes a connection without keeping the caller. */
    void discard(ChdbConnection connection) {
        closer.execute(connection::close);
    }

    /** Closes all idle connections and the anchor; ClickHouse stops with the last connection. */
    @Override
    public void close() {
        closer.shutdown();
        try {
            if (!closer.awaitTermination(10, TimeUnit.SECONDS)) {
                closer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            idle.values().forEach(all -> all.forEach(ChdbConnection::close));
            idle.clear();
        }
        anchor.close();
    }
}
