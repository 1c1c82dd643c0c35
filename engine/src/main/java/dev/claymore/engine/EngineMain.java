package dev.claymore.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The engine as a process of its own.
 *
 * <pre>
 * java -cp … dev.claymore.engine.EngineMain --data=DIRECTORY [--port=8123] [--library=FILE] [--memory=BYTES]
 * </pre>
 *
 * <ul>
 *   <li>{@code --data}: data directory, made when missing.
 *   <li>{@code --port}: port on loopback; 0, the default, takes a free one.
 *   <li>{@code --library}: the libchdb to load; looked for when absent, see {@link NativeLibrary}.
 *   <li>{@code --memory}: the most memory ClickHouse may use, in bytes; default half of the machine's.
 * </ul>
 *
 * <p>The password of the user {@code default} comes in the environment, in {@code CLAYMORE_ENGINE_PASSWORD}, where other
 * users of the machine do not see it; so does the bucket for old data, see {@link S3Tier}. Start with {@code LD_PRELOAD=$JAVA_HOME/lib/libjsig.so}
 * ({@code DYLD_INSERT_LIBRARIES} on macOS): libchdb resets signal handlers that the JVM needs.
 *
 * <p>When it is ready it prints one line, {@code claymore-engine ready port=8123 version=26.7.2.1}. It ends, in order,
 * when its standard input is closed (exit status 0) and on SIGTERM (143); a failed start ends with 1, bad arguments with 2, and a child
 * of the supervisor whose statement cannot be stopped with 3.
 */
public final class EngineMain {
    /** Environment variable with the password. */
    public static final String PASSWORD_VARIABLE = "CLAYMORE_ENGINE_PASSWORD";

    /** System property of a child of the supervisor: it leaves the signals of the terminal to its parent. */
    static final String SUPERVISED = "claymore.engine.supervised";

    static final String READY = "claymore-engine ready";

    private EngineMain() {}

    /** Runs until told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        EngineOptions options;
        try {
            options = parse(arguments, System.getenv().getOrDefault(PASSWORD_VARIABLE, ""))
                    .withS3(S3Tier.ofEnvironment(System.getenv()));
        } catch (IllegalArgumentException e) {
            System.err.println("claymore-engine: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (Boolean.getBoolean(SUPERVISED)) {
            ignore("INT");
            ignore("HUP");
        }
        Engine engine;
        InputStream parent;
        try {
            parent = StandardInput.detach();
            engine = Engine.start(options, Boolean.getBoolean(SUPERVISED) ? EngineMain::endAtOnce : () -> {});
        } catch (IOException | QueryException | RuntimeException | UnsatisfiedLinkError e) {
            System.err.println("claymore-engine: cannot start: " + e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(engine), "engine-stop"));
        System.out.println(READY + " port=" + engine.port() + " version="
                + engine.identity().version());
        System.out.flush();
        CountDownLatch inputClosed = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("engine-stdin").start(() -> {
            awaitEndOf(parent);
            inputClosed.countDown();
        });
        inputClosed.await();
        // The hook closes the engine, so whatever ends the process waits for it; a signal may come at the same time.
        System.exit(0);
    }

    /** Not in order, which would wait for the statement; what was acknowledged is on disk, and whoever started this process starts it again. */
    private static void endAtOnce() {
        System.err.println("claymore-engine: a statement did not end minutes after it was stopped; the process ends");
        System.err.flush();
        Runtime.getRuntime().halt(3);
    }

    private static void end(Engine engine) {
        engine.close();
        Chdb.skipDestructorsAtExit();
    }

    /**
     * Ctrl-C reaches the parent and this child at once; the parent ends in order, and still needs the engine for that. By
     * reflection because javac warns of the class, which is in the JDK's jdk.unsupported, and cannot be told not to.
     */
    private static void ignore(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object named = signal.getConstructor(String.class).newInstance(name);
            Object _ = signal.getMethod("handle", signal, handler)
                    .invoke(null, named, handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.err.println("claymore-engine: cannot ignore SIG" + name + ": " + e);
        }
    }

    private static void awaitEndOf(InputStream input) {
        try {
            while (input.read() >= 0) {
                // Whatever the parent writes means nothing; that it is there does.
            }
        } catch (IOException e) {
            // As good as the end.
        }
    }

    static EngineOptions parse(String[] arguments, String password) {
        Path data = null;
        Path library = null;
        int port = 0;
        long memory = 0;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            switch (name) {
                case "--data" -> data = Path.of(value);
                case "--library" -> library = Path.of(value);
                case "--port" -> port = (int) number(name, value, 65_535);
                case "--memory" -> memory = number(name, value, Long.MAX_VALUE);
                default ->
                    throw new IllegalArgumentException(
                            "unknown argument " + argument + "; known are --data=, --port=, --library= and --memory=");
            }
        }
        if (data == null) {
            throw new IllegalArgumentException("--data=DIRECTORY is missing");
        }
        return new EngineOptions(data, port, password, library, memory, List.of(), Optional.empty());
    }

    private static long number(String name, String value, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(name + " is '" + value + "', must be a number from 0 to " + most);
    }
}
