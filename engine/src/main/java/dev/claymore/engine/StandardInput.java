package dev.claymore.engine;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Moves the process's standard input out of libchdb's reach. A statement that lacks its rows, such as an INSERT from
 * {@code input()}, makes libchdb read descriptor 0: it would wait there for ever, and swallow the end of the input, by
 * which the engine knows that its parent is gone.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class StandardInput {
    private static final Linker LINKER = Linker.nativeLinker();

    private StandardInput() {}

    /** Puts /dev/null in the place of descriptor 0, and returns what was there. */
    static InputStream detach() throws IOException {
        MethodHandle dup = bind("dup", ValueLayout.JAVA_INT);
        MethodHandle dup2 = bind("dup2", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        MethodHandle open = bind("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            int original = (int) dup.invokeExact(0);
            MemorySegment path = arena.allocateFrom("/dev/null");
            int nothing = (int) open.invokeExact(path, 0);
            int replaced = nothing < 0 ? -1 : (int) dup2.invokeExact(nothing, 0);
            if (original < 0 || replaced < 0) {
                throw new IOException("Cannot replace the standard input");
            }
            return new FileInputStream("/dev/fd/" + original);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("Cannot replace the standard input", e);
        }
    }

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
