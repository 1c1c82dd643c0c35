package dev.claymore.engine;

import dev.claymore.engine.Chdb.Start;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * One connection to the embedded ClickHouse. Runs one statement at a time; not thread-safe.
 *
 * <p>Its {@link #tag} is in the settings of every statement it runs, so that another connection can find and kill it.
 */
@SuppressWarnings("restricted") // Reads the handle behind a pointer of the library.
final class ChdbConnection implements AutoCloseable {
    /** A label without any effect while the query result cache is off; it is never on in the embedded engine. */
    static final String TAG_SETTING = "query_cache_tag";

    private final Chdb chdb;
    private final MemorySegment connection;
    private final MemorySegment handle;
    private final String tag;
    private boolean closed;

    private ChdbConnection(Chdb chdb, MemorySegment connection, String tag) {
        this.chdb = chdb;
        this.connection = connection;
        this.tag = tag;
        this.handle = connection.reinterpret(ValueLayout.ADDRESS.byteSize()).get(ValueLayout.ADDRESS, 0);
    }

    /** Opens a connection; the first one of the process boots ClickHouse on the path in the arguments. */
    static ChdbConnection open(Chdb chdb, List<String> arguments, String tag) {
        MemorySegment connection = chdb.connect(arguments);
        if (connection.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("libchdb refused the connection; its reason is in the engine's log");
        }
        return new ChdbConnection(chdb, connection, tag);
    }

    String tag() {
        return tag;
    }

    /** Runs a statement to its end; its whole result lies in native memory until the result is closed. */
    ChdbResult query(byte[] sql, String format, Collection<QueryParameter> parameters) throws QueryException {
        return ChdbResult.of(chdb, chdb.start(Start.QUERY, handle, sql, format, parameters));
    }

    /** Runs a statement of the engine's own, and returns its result as text. */
    String query(String sql) throws QueryException {
        try (ChdbResult result = query(sql.getBytes(StandardCharsets.UTF_8), "TabSeparated", List.of())) {
            return new String(result.data().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    /** Starts a SELECT whose result comes block by block. */
    SelectStream select(byte[] sql, String format, Collection<QueryParameter> parameters) throws QueryException {
        MemorySegment stream = chdb.start(Start.STREAM_QUERY, handle, sql, format, parameters);
        String error = chdb.error(stream);
        if (error != null) {
            chdb.destroyResult(stream);
            throw QueryException.of(error);
        }
        return new SelectStream(chdb, handle, stream);
    }

    /** Starts an INSERT; {@code sql} ends before FORMAT, the rows follow by {@link InsertStream#append}. */
    InsertStream insert(byte[] sql, String format, Collection<QueryParameter> parameters) throws QueryException {
        MemorySegment insert = chdb.start(Start.STREAM_INSERT, handle, sql, format, parameters);
        String error = chdb.insertError(insert);
        if (error != null) {
            chdb.destroyInsert(insert);
            throw QueryException.of(error);
        }
        return new InsertStream(chdb, insert);
    }

    /** Whether a statement leaves no trace, by ClickHouse's own parser; SET and USE change the session only. */
    boolean isReadOnly(byte[] sql) {
        int kind = chdb.classify(handle, sql);
        return kind == Chdb.CLASS_READ_ONLY || kind == Chdb.CLASS_CONTROL;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            chdb.close(connection);
        }
    }
}
