package dev.claymore.engine;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The C functions of libchdb that the engine uses, bound through the foreign function API.
 *
 * <p>The names are those of {@code programs/local/chdb.h} of the chdb-core project, version 26.7. Every call may block
 * for as long as a query runs, and a downcall pins a virtual thread to its carrier: call from platform threads.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class Chdb {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
    private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;

    /** Classes of {@code chdb_classify_query_n}. */
    static final int CLASS_READ_ONLY = 0;

    static final int CLASS_CONTROL = 3;
    private static final int CLASS_UNKNOWN = 4;
    private static final int ANALYSIS_BYTES = 16;
    private static final int ANALYSIS_CLASS_OFFSET = 12;

    private final SymbolLookup symbols;
    private final MethodHandle connect;
    private final MethodHandle closeConnection;
    private final MethodHandle query;
    private final MethodHandle streamQuery;
    private final MethodHandle streamFetch;
    private final MethodHandle streamCancel;
    private final MethodHandle destroyResult;
    private final MethodHandle resultBuffer;
    private final MethodHandle resultLength;
    private final MethodHandle resultError;
    private final MethodHandle storageRowsRead;
    private final MethodHandle storageBytesRead;
    private final MethodHandle rowsRead;
    private final MethodHandle rowsWritten;
    private final MethodHandle bytesWritten;
    private final MethodHandle streamInsert;
    private final MethodHandle streamAppend;
    private final MethodHandle streamDone;
    private final MethodHandle cancelInsert;
    private final MethodHandle insertError;
    private final MethodHandle destroyInsert;
    private final MethodHandle classify;
    private final MethodHandle shutdown;

    /** Loads the library; it stays loaded for the life of the process. */
    Chdb(Path library) {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
        connect = bind("chdb_connect", ADDRESS, ValueLayout.JAVA_INT, ADDRESS);
        closeConnection = bind("chdb_close_conn", null, ADDRESS);
        MemoryLayout[] statement = {ADDRESS, ADDRESS, SIZE, ADDRESS, SIZE, ADDRESS, ADDRESS, ADDRESS, ADDRESS, SIZE};
        query = bind("chdb_query_with_params_n", ADDRESS, statement);
        streamQuery = bind("chdb_stream_query_with_params_n", ADDRESS, statement);
        streamInsert = bind("chdb_stream_insert_with_params_n", ADDRESS, statement);
        streamFetch = bind("chdb_stream_fetch_result", ADDRESS, ADDRESS, ADDRESS);
        streamCancel = bind("chdb_stream_cancel_query", null, ADDRESS, ADDRESS);
        destroyResult = bind("chdb_destroy_query_result", null, ADDRESS);
        resultBuffer = bind("chdb_result_buffer", ADDRESS, ADDRESS);
        resultLength = bind("chdb_result_length", SIZE, ADDRESS);
        resultError = bind("chdb_result_error", ADDRESS, ADDRESS);
        storageRowsRead = bind("chdb_result_storage_rows_read", SIZE, ADDRESS);
        storageBytesRead = bind("chdb_result_storage_bytes_read", SIZE, ADDRESS);
        rowsRead = bind("chdb_result_rows_read", SIZE, ADDRESS);
        rowsWritten = bind("chdb_result_rows_written", SIZE, ADDRESS);
        bytesWritten = bind("chdb_result_bytes_written", SIZE, ADDRESS);
        streamAppend = bind("chdb_stream_append", ValueLayout.JAVA_INT, ADDRESS, ADDRESS, SIZE);
        streamDone = bind("chdb_stream_done", ADDRESS, ADDRESS);
        cancelInsert = bind("chdb_stream_cancel_insert", null, ADDRESS);
        insertError = bind("chdb_stream_insert_error", ADDRESS, ADDRESS);
        destroyInsert = bind("chdb_destroy_insert_stream", null, ADDRESS);
        classify = bind("chdb_classify_query_n", ValueLayout.JAVA_INT, ADDRESS, ADDRESS, SIZE, ADDRESS, SIZE, ADDRESS);
        shutdown = bind("chdb_shutdown", ValueLayout.JAVA_INT);
    }

    private MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment symbol = symbols.find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError(
                        "libchdb has no function " + name + "; the engine needs libchdb 26.7 or newer"));
        FunctionDescriptor descriptor =
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        return LINKER.downcallHandle(symbol, descriptor);
    }

    /** The kinds of statement the library starts with the same list of arguments. */
    enum Start {
        QUERY,
        STREAM_QUERY,
        STREAM_INSERT
    }

    MemorySegment connect(List<String> arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argv = arena.allocate(ADDRESS, arguments.size());
            for (int i = 0; i < arguments.size(); i++) {
                argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
            }
            return (MemorySegment) connect.invokeExact(arguments.size(), argv);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    void close(MemorySegment connection) {
        try {
            closeConnection.invokeExact(connection);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    MemorySegment start(
            Start kind, MemorySegment handle, byte[] sql, String format, Collection<QueryParameter> parameters) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = bytes(arena, sql);
            byte[] formatBytes = format.getBytes(StandardCharsets.UTF_8);
            MemorySegment formatName = bytes(arena, formatBytes);
            int count = parameters.size();
            MemorySegment names = arena.allocate(ADDRESS, Math.max(1, count));
            MemorySegment nameLengths = arena.allocate(SIZE, Math.max(1, count));
            MemorySegment values = arena.allocate(ADDRESS, Math.max(1, count));
            MemorySegment valueLengths = arena.allocate(SIZE, Math.max(1, count));
            int i = 0;
            for (QueryParameter parameter : parameters) {
                byte[] name = parameter.name().getBytes(StandardCharsets.UTF_8);
                byte[] value = parameter.value().getBytes(StandardCharsets.UTF_8);
                names.setAtIndex(ADDRESS, i, bytes(arena, name));
                nameLengths.setAtIndex(SIZE, i, name.length);
                values.setAtIndex(ADDRESS, i, bytes(arena, value));
                valueLengths.setAtIndex(SIZE, i, value.length);
                i++;
            }
            MethodHandle function = switch (kind) {
                case QUERY -> query;
                case STREAM_QUERY -> streamQuery;
                case STREAM_INSERT -> streamInsert;
            };
            return (MemorySegment) function.invokeExact(
                    handle,
                    text,
                    (long) sql.length,
                    formatName,
                    (long) formatBytes.length,
                    names,
                    nameLengths,
                    values,
                    valueLengths,
                    (long) count);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    MemorySegment fetch(MemorySegment handle, MemorySegment stream) {
        return callAddress(streamFetch, handle, stream);
    }

    void cancelQuery(MemorySegment handle, MemorySegment stream) {
        try {
            streamCancel.invokeExact(handle, stream);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    void destroyResult(MemorySegment result) {
        callVoid(destroyResult, result);
    }

    /** The bytes of a result: valid until {@link #destroyResult}. */
    MemorySegment data(MemorySegment result) {
        long length = callLong(resultLength, result);
        return length == 0
                ? MemorySegment.NULL
                : callAddress(resultBuffer, result).reinterpret(length);
    }

    /** The error text of a result, or null. */
    String error(MemorySegment result) {
        return text(callAddress(resultError, result));
    }

    Progress progress(MemorySegment result) {
        return new Progress(
                callLong(storageRowsRead, result),
                callLong(storageBytesRead, result),
                callLong(rowsWritten, result),
                callLong(bytesWritten, result),
                callLong(rowsRead, result));
    }

    /** Appends; false when the insert has failed or was killed. Blocks while the engine is behind. */
    boolean append(MemorySegment insert, MemorySegment data, long length) {
        try {
            return (int) streamAppend.invokeExact(insert, data, length) == 0;
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    MemorySegment done(MemorySegment insert) {
        return callAddress(streamDone, insert);
    }

    void cancelInsert(MemorySegment insert) {
        callVoid(cancelInsert, insert);
    }

    String insertError(MemorySegment insert) {
        return text(callAddress(insertError, insert));
    }

    void destroyInsert(MemorySegment insert) {
        callVoid(destroyInsert, insert);
    }

    /** What a statement would do to things that outlive it, by ClickHouse's own parser. */
    int classify(MemorySegment handle, byte[] sql) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment analysis = arena.allocate(ANALYSIS_BYTES, 4);
            analysis.set(ValueLayout.JAVA_INT, 0, ANALYSIS_BYTES);
            int state = (int) classify.invokeExact(
                    handle, bytes(arena, sql), (long) sql.length, MemorySegment.NULL, 0L, analysis);
            return state == 0 ? analysis.get(ValueLayout.JAVA_INT, ANALYSIS_CLASS_OFFSET) : CLASS_UNKNOWN;
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /**
     * Lets the process end without the library's own destructors: they run in {@code exit}, beside threads of its pools
     * that {@link #shutdown} does not stop, and abort the process at times. To be called last, since what is registered
     * last runs first. Only glibc has {@code on_exit}; elsewhere the destructors stay.
     */
    static void skipDestructorsAtExit() {
        SymbolLookup libc = LINKER.defaultLookup();
        MemorySegment onExit = libc.find("on_exit").orElse(MemorySegment.NULL);
        MemorySegment exitNow = libc.find("_exit").orElse(MemorySegment.NULL);
        if (onExit.equals(MemorySegment.NULL) || exitNow.equals(MemorySegment.NULL)) {
            return;
        }
        try {
            // exit() then calls _exit(status, NULL): the status stays what it was.
            int _ = (int) LINKER.downcallHandle(onExit, FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ADDRESS))
                    .invokeExact(exitNow, MemorySegment.NULL);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Stops the engine's threads. All connections must be closed; true when nothing of it runs any more. */
    boolean shutdown() {
        try {
            return (int) shutdown.invokeExact() == 0;
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static MemorySegment bytes(Arena arena, byte[] value) {
        MemorySegment segment = arena.allocate(Math.max(1, value.length));
        MemorySegment.copy(value, 0, segment, ValueLayout.JAVA_BYTE, 0, value.length);
        return segment;
    }

    private static String text(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? null
                : address.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private static MemorySegment callAddress(MethodHandle function, MemorySegment a) {
        try {
            return (MemorySegment) function.invokeExact(a);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static MemorySegment callAddress(MethodHandle function, MemorySegment a, MemorySegment b) {
        try {
            return (MemorySegment) function.invokeExact(a, b);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static long callLong(MethodHandle function, MemorySegment a) {
        try {
            return (long) function.invokeExact(a);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static void callVoid(MethodHandle function, MemorySegment a) {
        try {
            function.invokeExact(a);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
}
