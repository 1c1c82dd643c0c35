package dev.claymore.server;

import dev.claymore.otel.LogsSender;
import dev.claymore.otel.LogsSender.Outcome;
import dev.claymore.otel.PushHeaders;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/**
 * {@code claymore export}: sessions of a range of time as OTLP logs, written out or sent to a receiver, or a table in one of ClickHouse's
 * formats.
 */
final class ExportCommand {

    private static final int MAX_ATTEMPTS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Set<String> OPTIONS =
            Set.of("--project", "--from", "--to", "--filters", "--table", "--format", "--output", "--push", "--header");

    private ExportCommand() {}

    static int run(
            ApiClient api, Deque<String> words, Map<String, String> environment, PrintStream out, PrintStream errors) {
        CommandLine.Arguments arguments = CommandLine.Arguments.parse(words, OPTIONS, Set.of("--replay", "--protobuf"));
        if (!arguments.text().isEmpty() || !arguments.options().containsKey("--from")) {
            throw new ClientFailure(
                    "which range? ./claymore export --from 2026-01-01 [--to 2026-02-01] [--project ID] [--filters JSON] [--replay]"
                            + " [--push URL [--header NAME]] or [--table events|sessions|replay_events --format Parquet]"
                            + " [--output FILE]");
        }
        String project = api.project(arguments.option("--project", ""));
        String range = "from=" + time(arguments.option("--from", "")) + "&to="
                + time(arguments.option("--to", Instant.now().toString()));
        boolean push = arguments.options().containsKey("--push");
        String path = "/api/projects/" + project
                + (arguments.options().containsKey("--table")
                        ? "/export/" + encoded(arguments.option("--table", "")) + "?" + range + "&format="
                                + encoded(arguments.option("--format", "JSONEachRow"))
                        : "/otlp?" + range + "&replay=" + arguments.flags().contains("--replay")
                                + (arguments.options().containsKey("--filters")
                                        ? "&filters=" + encoded(arguments.option("--filters", ""))
                                        : "")
                                + (push || arguments.flags().contains("--protobuf") ? "&encoding=protobuf" : ""));
        try {
            if (push) {
                push(api.open(path), arguments, environment, errors);
            } else if (arguments.options().containsKey("--output")) {
                Path file = writable(Path.of(arguments.option("--output", "")));
                save(api.open(path), file, errors);
            } else {
                try (InputStream in = api.open(path).body()) {
                    in.transferTo(out);
                    out.flush();
                }
            }
            return 0;
        } catch (IOException e) {
            throw new ClientFailure("the export broke off, what was written is not all of it: " + e.getMessage());
        }
    }

    /** What keeps it from being written is said before anything is asked for. */
    private static Path writable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new ClientFailure(file + " is a directory, --output names a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new ClientFailure("there is no directory " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new ClientFailure("nothing can be written in " + folder);
        }
        return file;
    }

    /** A file of this name is there only when it is whole. */
    private static void save(HttpResponse<InputStream> response, Path file, PrintStream errors) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (InputStream in = response.body();
                OutputStream to = Files.newOutputStream(part)) {
            in.transferTo(to);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        errors.printf("%,d bytes in %s%n", Files.size(file), file);
    }

    private static void push(
            HttpResponse<InputStream> response,
            CommandLine.Arguments arguments,
            Map<String, String> environment,
            PrintStream errors)
            throws IOException {
        URI endpoint = URI.create(arguments.option("--push", ""));
        PushHeaders headers = headers(arguments, environment);
        long requests = 0;
        long rejected = 0;
        try (InputStream in = response.body();
                LogsSender sender = new LogsSender(Clock.systemUTC())) {
            for (ExportLogsServiceRequest request = ExportLogsServiceRequest.parseDelimitedFrom(in);
                    request != null;
                    request = ExportLogsServiceRequest.parseDelimitedFrom(in)) {
                rejected += send(sender, endpoint, headers, request);
                requests++;
            }
        }
        errors.printf("%,d requests taken, %,d records left out by the receiver%n", requests, rejected);
    }

    private static long send(LogsSender sender, URI endpoint, PushHeaders headers, ExportLogsServiceRequest request) {
        try {
            for (int attempt = 1; ; attempt++) {
                switch (sender.send(endpoint, headers, request)) {
                    case Outcome.Accepted accepted -> {
                        return accepted.rejected();
                    }
                    case Outcome.Refused(String message) -> throw new ClientFailure(message);
                    case Outcome.Failed failed -> {
                        if (!failed.passing() || attempt == MAX_ATTEMPTS) {
                            throw new ClientFailure(failed.message());
                        }
                        Duration own = Duration.ofMillis(500L << attempt);
                        Duration asked = failed.retryAfter().orElse(own);
                        Thread.sleep(asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted");
        }
    }

    /** Values stand in a variable, as everybody on the machine can read a command line. */
    private static PushHeaders headers(CommandLine.Arguments arguments, Map<String, String> environment) {
        String name = arguments.option("--header", "");
        if (name.isEmpty()) {
            return PushHeaders.NONE;
        }
        String value = environment.getOrDefault("CLAYMORE_EXPORT_HEADER", "");
        if (value.isEmpty()) {
            throw new ClientFailure("--header names a header, CLAYMORE_EXPORT_HEADER is to have its value");
        }
        try {
            return new PushHeaders(Map.of(name, value));
        } catch (IllegalArgumentException e) {
            throw new ClientFailure(e.getMessage());
        }
    }

    private static String time(String text) {
        try {
            Instant at = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Times.parse("from", text);
            return encoded(at.toString());
        } catch (DateTimeParseException | ProblemException e) {
            throw new ClientFailure("not a day or a time: " + text + "; write 2026-01-31 or 2026-01-31T12:00:00Z");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
