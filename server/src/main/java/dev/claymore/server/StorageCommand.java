package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/** {@code claymore storage}: where the bytes are, how long the disk lasts, what was dropped. */
final class StorageCommand {

    private static final int MAX_COLUMNS = 12;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private StorageCommand() {}

    static int run(ApiClient api, Deque<String> words, PrintStream out) {
        CommandLine.Arguments arguments =
                CommandLine.Arguments.parse(words, Set.of("--project"), Set.of("--json", "--columns"));
        String named = arguments.option("--project", "");
        String project = named.isEmpty() ? "" : api.project(named);
        JsonNode use = api.get(project.isEmpty() ? "/api/storage" : "/api/projects/" + project + "/storage");
        if (arguments.flags().contains("--json")) {
            out.println(use.toPrettyString());
        } else if (project.isEmpty()) {
            all(use, arguments.flags().contains("--columns"), out);
        } else {
            out.println(project + "  " + bytes(use.path("bytes")));
            kinds(use.path("kinds"), out);
            forecast(use.path("forecast"), out);
            drops(use.path("drops"), out);
        }
        return 0;
    }

    private static void all(JsonNode use, boolean columns, PrintStream out) {
        out.printf(
                "%s on the local disk, %s on S3, %s of system logs%n",
                bytes(use.path("localBytes")), bytes(use.path("s3Bytes")), bytes(use.path("systemLogBytes")));
        for (JsonNode disk : use.path("disks")) {
            if (!disk.path("remote").asBoolean()) {
                out.printf(
                        "Disk %s: %s of %s free%n",
                        disk.path("name").asText(), bytes(disk.path("freeBytes")), bytes(disk.path("totalBytes")));
            }
        }
        forecast(use.path("forecast"), out);
        out.printf(
                "%n%-24s %-5s %14s %10s %8s  %-10s  %-10s%n",
                "Table", "on", "rows", "bytes", "ratio", "oldest", "newest");
        for (JsonNode table : use.path("tables")) {
            if (table.path("rows").asLong() > 0) {
                out.printf(
                        Locale.ROOT,
                        "%-24s %-5s %,14d %10s %7.1fx  %-10s  %-10s%n",
                        table.path("table").asText(),
                        table.path("remote").asBoolean() ? "S3" : "disk",
                        table.path("rows").asLong(),
                        bytes(table.path("bytes")),
                        table.path("uncompressedBytes").asDouble()
                                / Math.max(1, table.path("bytes").asLong()),
                        day(table.path("oldest")),
                        day(table.path("newest")));
            }
        }
        if (columns) {
            out.printf("%n%-40s %10s%n", "Column", "bytes");
            int shown = 0;
            for (JsonNode column : use.path("columns")) {
                if (shown++ < MAX_COLUMNS) {
                    out.printf(
                            "%-40s %10s%n",
                            column.path("table").asText() + "."
                                    + column.path("column").asText(),
                            bytes(column.path("bytes")));
                }
            }
        }
        for (JsonNode project : use.path("projects")) {
            out.printf("%n%s  %s%n", project.path("projectId").asText(), bytes(project.path("bytes")));
            kinds(project.path("kinds"), out);
        }
        drops(use.path("drops"), out);
        if (use.path("problem").isTextual()) {
            out.println();
            out.println("Problem: " + use.path("problem").asText());
        }
    }

    private static void kinds(JsonNode kinds, PrintStream out) {
        for (JsonNode kind : kinds) {
            out.printf(
                    Locale.ROOT,
                    "  %-12s %,14d rows %10s disk %10s S3  since %s%n",
                    kind.path("kind").asText(),
                    kind.path("rows").asLong(),
                    bytes(kind.path("localBytes")),
                    bytes(kind.path("s3Bytes")),
                    kind.path("oldestWeek").asText());
        }
    }

    private static void forecast(JsonNode forecast, PrintStream out) {
        out.printf(
                "%s come in a day; of %s, %s%n",
                bytes(forecast.path("growthBytesPerDay")),
                bytes(forecast.path("limitBytes")),
                forecast.path("daysLeft").isNumber()
                        ? forecast.path("daysLeft").asInt() + " days are left"
                        : "there is enough for ten years");
    }

    private static void drops(JsonNode drops, PrintStream out) {
        for (JsonNode drop : drops) {
            out.printf(
                    Locale.ROOT,
                    "%s  %s %,d rows (%s) of %s older than %s%s: %s%n",
                    drop.path("at").asText(),
                    drop.path("action").asText(),
                    drop.path("rows").asLong(),
                    bytes(drop.path("bytes")),
                    drop.path("table").asText(),
                    day(drop.path("before")),
                    drop.path("starred").asBoolean() ? ", starred ones too" : "",
                    drop.path("reason").asText());
        }
    }

    private static String day(JsonNode time) {
        return time.isTextual()
                ? time.asText().substring(0, Math.min(10, time.asText().length()))
                : "";
    }

    private static String bytes(JsonNode node) {
        double value = node.asDouble();
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? "%.0f B".formatted(value) : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
