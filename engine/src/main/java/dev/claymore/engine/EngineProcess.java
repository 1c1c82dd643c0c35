package dev.claymore.engine;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One child process of the engine: its command line, its readiness, its log. */
final class EngineProcess {
    private static final System.Logger LOG = System.getLogger("dev.claymore.engine.child");
    private static final Pattern READY = Pattern.compile(Pattern.quote(EngineMain.READY) + " port=(\\d+).*");
    /** What the engine's classpath is made of: one class of each library. */
    private static final List<String> LIBRARIES = List.of(
            "dev.claymore.engine.EngineMain",
            "io.netty.bootstrap.ServerBootstrap",
            "io.netty.buffer.ByteBuf",
            "io.netty.util.Version",
            "io.netty.resolver.NameResolver",
            "io.netty.handler.codec.ByteToMessageDecoder",
            "io.netty.handler.codec.compression.ZlibWrapper",
            "io.netty.handler.codec.http.HttpServerCodec",
            "io.netty.handler.ssl.SslHandler",
            "com.github.luben.zstd.Zstd",
            "net.jpountz.lz4.LZ4Factory");

    /** What libjsig has to say about libchdb, at every start and of no use to anybody. */
    private static final String SIGNAL_CHAINING = "the use of signal() and sigset() for signal chaining";

    private static final int MAX_LOG_LINE = 2000;
    private static final int MAX_LOG_LINES_PER_SECOND = 50;
    private static final int KEPT_LINES = 20;

    private final Process process;
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();

    private EngineProcess(Process process) {
        this.process = process;
    }

    static EngineProcess start(EngineOptions options, Path library, int port) throws IOException {
        return start(options, library, port, Map.of());
    }

    /** @param environment in addition to what this process has */
    static EngineProcess start(EngineOptions options, Path library, int port, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(options, library, port));
        builder.environment().putAll(environment);
        // No statement and no key of a table depends on where the machine stands. libchdb does not heed <timezone>.
        builder.environment().put("TZ", "UTC");
        builder.environment().put(EngineMain.PASSWORD_VARIABLE, options.password());
        options.s3().ifPresent(tier -> tier.toEnvironment(builder.environment()));
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        Path jsig = Path.of(System.getProperty("java.home"), "lib", mac ? "libjsig.dylib" : "libjsig.so");
        builder.environment().put(mac ? "DYLD_INSERT_LIBRARIES" : "LD_PRELOAD", jsig.toString());
        EngineProcess child = new EngineProcess(builder.start());
        child.read("engine-stdout", child.process.getInputStream());
        child.read("engine-stderr", child.process.getErrorStream());
        var _ = child.process
                .onExit()
                .thenRun(() -> child.ready.completeExceptionally(new IOException("the process ended")));
        return child;
    }

    private static List<String> command(EngineOptions options, Path library, int port) throws IOException {
        Files.createDirectories(options.dataDirectory());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.noUnsafe=false",
                "-D" + EngineMain.SUPERVISED + "=true"));
        Set<Path> classpath = classpath();
        if (classpath.stream().allMatch(Files::isRegularFile)) {
            // The JVM makes the archive at its first exit and starts from it after; it takes jars only.
            Path archive = options.dataDirectory().toAbsolutePath().resolve("engine.jsa");
            command.addAll(List.of(
                    "-XX:SharedArchiveFile=" + archive,
                    "-XX:+AutoCreateSharedArchive",
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    "-Xlog:aot=off"));
        }
        command.addAll(options.javaOptions());
        command.add("-cp");
        command.add(classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(EngineMain.class.getName());
        command.add("--data=" + options.dataDirectory().toAbsolutePath());
        command.add("--library=" + library.toAbsolutePath());
        command.add("--port=" + port);
        command.add("--memory=" + options.memoryLimitBytes());
        return command;
    }

    private static Set<Path> classpath() throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (String name : LIBRARIES) {
            try {
                Class<?> type = Class.forName(name, false, EngineProcess.class.getClassLoader());
                places.add(Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI()));
            } catch (ClassNotFoundException | URISyntaxException e) {
                throw new IOException("The engine's classpath lacks " + name, e);
            }
        }
        return places;
    }

    private void read(String name, InputStream stream) {
        // A read of a pipe pins its carrier, and two of them starve every virtual thread of a machine with two cores.
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                log(reader);
            } catch (IOException e) {
                // The process is gone; its exit is seen elsewhere.
            }
        });
    }

    private void log(BufferedReader reader) throws IOException {
        long second = 0;
        int lines = 0;
        int dropped = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            Matcher matcher = READY.matcher(line);
            if (matcher.matches()) {
                ready.complete(Integer.parseInt(matcher.group(1)));
                continue;
            }
            if (line.contains(SIGNAL_CHAINING)) {
                continue;
            }
            String shown = line.length() > MAX_LOG_LINE ? line.substring(0, MAX_LOG_LINE) + "…" : line;
            remember(shown);
            long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
            if (now != second) {
                if (dropped > 0) {
                    LOG.log(Level.WARNING, "{0} more lines of the engine were dropped", dropped);
                }
                second = now;
                lines = 0;
                dropped = 0;
            }
            if (++lines <= MAX_LOG_LINES_PER_SECOND) {
                String text = shown;
                LOG.log(Level.INFO, () -> text);
            } else {
                dropped++;
            }
        }
    }

    private void remember(String line) {
        synchronized (lastLines) {
            if (lastLines.size() == KEPT_LINES) {
                lastLines.remove();
            }
            lastLines.add(line);
        }
    }

    /** What the process said last. */
    String lastLines() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    /** Waits until requests are answered, and returns the port. */
    int awaitReady(Duration patience) throws IOException, InterruptedException {
        try {
            return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            process.waitFor();
            throw new IOException(
                    "The engine ended with status " + process.exitValue() + " before it was ready: " + lastLines());
        } catch (TimeoutException e) {
            throw new IOException("The engine was not ready after " + patience.toSeconds() + " s: " + lastLines());
        }
    }

    Process process() {
        return process;
    }

    /** Asks it to end, and makes it after a while. */
    void stop(Duration patience) throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
