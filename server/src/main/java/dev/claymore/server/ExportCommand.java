package dev.claymore.server;

import dev.claymore.otel.PushHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        String answered = arguments.options().containsKey("--table")
                ? "attachment; filename=\"" + project + "."
                : "attachment; filename=\"" + project + ".otlp";
        try {
            if (push) {
                ExportPush receiver = new ExportPush(
                        ExportPush.endpoint(arguments.option("--push", "")),
                        headers(arguments, environment),
                        errors,
                        ExportPush.PATIENCE);
                try (InputStream in = api.open(path, answered)) {
                    receiver.push(in);
                }
            } else if (arguments.options().containsKey("--output")) {
                Path named = Path.of(arguments.option("--output", ""));
                ExportFile file = ExportFile.at(named);
                try (InputStream in = api.open(path, answered)) {
                    errors.printf("%,d bytes in %s%n", file.save(in), named);
                }
            } else {
                try (InputStream in = api.open(path, answered)) {
                    in.transferTo(out);
                }
            }
            return 0;
        } catch (IOException e) {
            throw new ClientFailure(
                    "the export broke off, what was written is not all of it: " + ClientFailure.reason(e));
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
