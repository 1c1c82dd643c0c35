package dev.claymore.server;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** What the person who started the server reads: where it is, where its data is, what to do next. */
final class Greeting {

    private final Config config;
    private final Server server;
    private final PrintStream out;
    private final boolean withToken;

    /** @param withToken whether a person reads it: what goes into a log has no token */
    Greeting(Config config, Server server, PrintStream out, boolean withToken) {
        this.config = config;
        this.server = server;
        this.out = out;
        this.withToken = withToken;
    }

    /** The port is open. */
    void open() {
        line("Claymore " + Server.VERSION);
        line("  UI          " + url() + (withToken ? "/#token=" + config.adminToken() : ""));
        if (!withToken) {
            line("  Token       in " + config.data().resolve("admin-token") + ", unless CLAYMORE_ADMIN_TOKEN is set");
        }
        line("  Data        " + config.data());
        line("  ClickHouse  " + server.clickHouse()
                + (config.embedded()
                        ? "  user default, password in " + config.data().resolve("engine-password")
                        : ""));
    }

    /** Everything is up. */
    void ready() {
        long millis = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .orElse(0L);
        line("Ready after " + millis / 1000 + "." + millis % 1000 / 100 + " s. Ctrl+C stops it.");
    }

    void progress(String text) {
        line("  " + text);
    }

    /** The sample project is there. */
    void demo() {
        line("Next: open the UI, then click around in the shop at " + url()
                + "/demo/ and find yourself under Sessions.");
    }

    private String url() {
        if (config.publicUrl().isPresent()) {
            return config.publicUrl().get().toString().replaceFirst("/+$", "");
        }
        boolean anywhere = config.host().equals("0.0.0.0") || config.host().equals("::");
        return "http://" + (anywhere ? "localhost" : config.host()) + ":" + server.port();
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
