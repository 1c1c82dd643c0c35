package dev.claymore.engine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs the engine as a child process and starts it again, on the same port, whenever it ends by itself or no longer answers.
 *
 * <p>While the child is away its port is closed: requests fail with a refused connection, none is half answered as if it
 * were whole. Safe for use by several threads.
 */
public final class EngineSupervisor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EngineSupervisor.class.getName());
    /** With 100 million events, not in memory, a server took 72 s to be ready, and 28 s on a busy machine. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(10);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final long LAST_BACK_OFF_MILLIS = 10_000;
    /** A child that lived this long starts the back-off anew. */
    private static final Duration HEALTHY = Duration.ofSeconds(30);

    /** Between two pings, and the longest that one may take. */
    private static final Duration PING = Duration.ofSeconds(5);
    /** Counted, not timed: after a pause of the whole machine the first answer is enough. */
    private static final int MAX_UNANSWERED = 6;

    private final EngineOptions options;
    private final Path library;
    private final Duration ping;
    private final Thread guard;
    private final Thread hook = new Thread(this::stopChild, "engine-supervisor-stop");
    private EngineProcess child;
    private int port;
    private int restarts;
    private EngineState state = EngineState.STARTING;

    private EngineSupervisor(EngineOptions options, Path library, Duration ping) {
        this.options = options;
        this.library = library;
        this.ping = ping;
        this.guard = Thread.ofVirtual().name("engine-guard").unstarted(this::guard);
    }

    /**
     * Starts the engine and returns when it answers requests.
     *
     * @throws IOException when it does not start: the message has the engine's own words
     * @throws IllegalStateException when there is no libchdb
     */
    public static EngineSupervisor start(EngineOptions options) throws IOException, InterruptedException {
        return start(options, PING);
    }

    /** @param ping between two pings, and the longest that one may take */
    static EngineSupervisor start(EngineOptions options, Duration ping) throws IOException, InterruptedException {
        Path library = options.library() == null ? NativeLibrary.find() : options.library();
        EngineSupervisor supervisor = new EngineSupervisor(options, library, ping);
        supervisor.port = options.port();
        supervisor.launch();
        Runtime.getRuntime().addShutdownHook(supervisor.hook);
        supervisor.guard.start();
        return supervisor;
    }

    private void launch() throws IOException, InterruptedException {
        EngineProcess started;
        synchronized (this) {
            if (state == EngineState.STOPPED) {
                return;
            }
            state = EngineState.STARTING;
            started = EngineProcess.start(options, library, port);
            child = started;
        }
        try {
            int readyPort = started.awaitReady(START_PATIENCE);
            synchronized (this) {
                port = readyPort;
                if (state == EngineState.STARTING) {
                    state = EngineState.READY;
                }
                notifyAll();
            }
        } catch (IOException | InterruptedException e) {
            started.process().destroyForcibly();
            throw e;
        }
    }

    private void guard() {
        long backOff = FIRST_BACK_OFF_MILLIS;
        try {
            while (true) {
                EngineProcess current;
                synchronized (this) {
                    current = child;
                }
                long since = System.nanoTime();
                int status = awaitEnd(current);
                synchronized (this) {
                    if (state == EngineState.STOPPED) {
                        return;
                    }
                    state = EngineState.RESTARTING;
                    restarts++;
                }
                if (System.nanoTime() - since > HEALTHY.toNanos()) {
                    backOff = FIRST_BACK_OFF_MILLIS;
                }
                LOG.log(
                        Level.WARNING,
                        "The engine ended with status {0}; it is started again in {1} ms. Its last words: {2}",
                        status,
                        backOff,
                        current.lastLines());
                Thread.sleep(backOff);
                backOff = Math.min(2 * backOff, LAST_BACK_OFF_MILLIS);
                try {
                    launch();
                } catch (IOException e) {
                    LOG.log(Level.ERROR, "The engine did not start again: {0}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Waits until the child has ended; one that leaves several pings in a row unanswered is made to. */
    private int awaitEnd(EngineProcess current) throws InterruptedException {
        Process process = current.process();
        int unanswered = 0;
        while (!process.waitFor(ping)) {
            unanswered = answersPing() ? 0 : unanswered + 1;
            if (unanswered == MAX_UNANSWERED) {
                LOG.log(Level.ERROR, "The engine has not answered {0} pings in a row and is killed", unanswered);
                process.destroyForcibly();
                return process.waitFor();
            }
        }
        return process.exitValue();
    }

    private boolean answersPing() {
        try {
            URLConnection connection = endpoint().resolve("/ping").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) ping.toMillis());
            connection.setReadTimeout((int) ping.toMillis());
            try (InputStream answer = connection.getInputStream()) {
                answer.readAllBytes();
                return true;
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Where ClickHouse's HTTP interface answers; the same for the life of the supervisor. */
    public synchronized URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The process id of the child that runs now or ran last. */
    public synchronized long pid() {
        return child.process().pid();
    }

    /** Where the engine stands. */
    public synchronized EngineState state() {
        return state;
    }

    /** How often the engine was started again after it ended by itself. */
    public synchronized int restarts() {
        return restarts;
    }

    /** Waits until requests are answered; false when that takes longer than the patience, or it is closed. */
    public synchronized boolean awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (state != EngineState.READY && state != EngineState.STOPPED) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return state == EngineState.READY;
    }

    /** Stops the engine in order, and does not start it again. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, too, and either way is good.
        }
        stopChild();
        guard.interrupt();
    }

    private void stopChild() {
        EngineProcess current;
        synchronized (this) {
            state = EngineState.STOPPED;
            current = child;
            notifyAll();
        }
        try {
            current.stop(STOP_PATIENCE);
        } catch (InterruptedException e) {
            current.process().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
