package dev.claymore.server;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.logging.LogManager;

/** {@code claymore serve} and {@code claymore demo}: starts the server, says where it is, and stops it in order. */
public final class Main {

    private static final int BAD_CONFIG = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        String command = arguments.length == 0 ? "serve" : arguments[0];
        if (arguments.length > 1 || !(command.equals("serve") || command.equals("demo"))) {
            System.err.println("Usage: claymore serve | claymore demo");
            System.exit(BAD_CONFIG);
        }
        configureLogging();
        LastResort.install();
        try {
            run(command.equals("demo"));
        } catch (BadConfig e) {
            System.err.println("claymore: " + e.getMessage());
            System.exit(BAD_CONFIG);
        } catch (ExecutionException e) {
            System.err.println(
                    "claymore: the database cannot be used: " + e.getCause().getMessage());
            System.exit(1);
        } catch (RuntimeException | Error e) {
            // Without its main thread the server would go on half started.
            System.getLogger(Main.class.getName()).log(Level.ERROR, "Claymore stops", e);
            System.exit(1);
        }
    }

    private static void run(boolean demo) throws InterruptedException, ExecutionException {
        Path home = Path.of(System.getProperty("claymore.home", "dist"));
        Config config = Config.load(System.getenv(), home, demo ? Config.LOOPBACK : "0.0.0.0");
        Server server = Server.start(config);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            server.close();
            stopped.countDown();
        }));
        Greeting greeting = new Greeting(config, server, System.out, demo || atTerminal());
        greeting.open();
        server.awaitReady();
        greeting.ready();
        if (demo) {
            server.fillDemo(greeting::progress);
            server.openDemoShop();
            greeting.demo();
            server.fillDemoTelemetry();
        }
        stopped.await();
    }

    @SuppressWarnings(
            "SystemConsoleNull") // It is null where one of stdin and stdout is no terminal, whatever JDK 22 said.
    private static boolean atTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** The server's own messages, and of its libraries what is wrong. */
    private static void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream properties = Main.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(properties);
        } catch (IOException e) {
            System.getLogger(Main.class.getName()).log(Level.WARNING, "logging is not configured", e);
        }
    }
}
