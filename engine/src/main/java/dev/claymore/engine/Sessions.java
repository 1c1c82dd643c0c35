package dev.claymore.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions by {@code session_id}: connections that keep temporary tables, the current database and settings that were
 * SET between requests, until nobody has used them for their timeout.
 */
final class Sessions implements AutoCloseable {
    private static final long DEFAULT_TIMEOUT_SECONDS = 60;
    private static final long MAX_TIMEOUT_SECONDS = 3600;
    private static final int MAX_SESSIONS = 256;

    private static final class Session {
        private final ChdbConnection connection;
        private boolean locked = true;
        private long idleSince;
        private long timeoutNanos;

        private Session(ChdbConnection connection) {
            this.connection = connection;
        }

        private boolean expired(long now) {
            return !locked && now - idleSince > timeoutNanos;
        }
    }

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ConnectionPool pool;
    private final Map<String, Session> sessions = new HashMap<>();

    Sessions(ConnectionPool pool) {
        this.pool = pool;
    }

    /** The connection of a session, made when there is none; nobody else gets it until it is released. */
    synchronized ChdbConnection acquire(QueryRequest request) throws QueryException {
        expire();
        long timeout = timeoutSeconds(request.sessionTimeout());
        Session session = awaitUnlocked(request.sessionId());
        if (session == null) {
            if (request.sessionCheck()) {
                throw QueryException.of(ErrorCode.SESSION_NOT_FOUND, "Session " + request.sessionId() + " not found");
            }
            if (sessions.size() >= MAX_SESSIONS) {
                throw QueryException.of(
                        ErrorCode.TOO_MANY_SIMULTANEOUS_QUERIES,
                        "Too many sessions, the limit is " + MAX_SESSIONS + "; they end after session_timeout");
            }
            session = new Session(pool.open());
            sessions.put(request.sessionId(), session);
        }
        session.locked = true;
        session.timeoutNanos = Duration.ofSeconds(timeout).toNanos();
        return session.connection;
    }

    /** The answer to a request may be read, and the next request be here, before its session is released. */
    private Session awaitUnlocked(String id) throws QueryException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Session session = sessions.get(id);
        while (session != null && session.locked) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            try {
                if (millis > 0) {
                    wait(millis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                millis = 0;
            }
            session = sessions.get(id);
            if (millis <= 0 && session != null && session.locked) {
                throw QueryException.of(
                        ErrorCode.SESSION_IS_LOCKED, "Session " + id + " is locked by a concurrent client");
            }
        }
        return session;
    }

    synchronized void release(QueryRequest request) {
        notifyAll();
        Session session = sessions.get(request.sessionId());
        session.locked = false;
        session.idleSince = System.nanoTime();
        if (request.closeSession()) {
            sessions.remove(request.sessionId());
            pool.discard(session.connection);
        }
    }

    /** Closes what nobody has used for long. */
    synchronized void expire() {
        long now = System.nanoTime();
        List<String> expired = new ArrayList<>();
        sessions.forEach((id, session) -> {
            if (session.expired(now)) {
                expired.add(id);
            }
        });
        expired.forEach(id -> pool.discard(sessions.remove(id).connection));
    }

    private static long timeoutSeconds(String text) throws QueryException {
        if (text.isEmpty()) {
            return DEFAULT_TIMEOUT_SECONDS;
        }
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0 && seconds <= MAX_TIMEOUT_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw QueryException.of(
                ErrorCode.INVALID_SESSION_TIMEOUT,
                "Invalid session timeout: '" + text + "', it must be 0 to " + MAX_TIMEOUT_SECONDS + " seconds");
    }

    @Override
    public synchronized void close() {
        sessions.values().forEach(session -> session.connection.close());
        sessions.clear();
    }
}
