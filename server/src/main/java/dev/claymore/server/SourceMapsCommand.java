package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.stacks.MalformedSourceMap;
import dev.claymore.query.stacks.SourceMap;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code claymore sourcemaps inject | upload | list | delete}: the source maps of a release, from a build's folder. */
final class SourceMapsCommand {

    private static final String ENDING = ".map";
    private static final Pattern SCRIPT = Pattern.compile("\\.[cm]?js$");
    private static final String USAGE = """
            ./claymore sourcemaps inject FOLDER
            ./claymore sourcemaps upload FOLDER --release 1.4.2 [--url-prefix /assets] [--project ID]
            ./claymore sourcemaps list [--project ID]
            ./claymore sourcemaps delete --release 1.4.2 [--project ID]""";

    private SourceMapsCommand() {}

    static int run(ApiClient api, Deque<String> words, PrintStream out) {
        String action = words.isEmpty() ? "" : words.removeFirst();
        CommandLine.Arguments arguments =
                CommandLine.Arguments.parse(words, Set.of("--project", "--release", "--url-prefix"), Set.of());
        if (!Set.of("inject", "upload", "list", "delete").contains(action)) {
            throw new ClientFailure("say what to do with source maps: inject, upload, list or delete\n" + USAGE);
        }
        if (action.equals("inject")) {
            inject(arguments, out);
            return 0;
        }
        String base = "/api/projects/" + api.project(arguments.option("--project", "")) + "/sourcemaps";
        String release = arguments.option("--release", "");
        switch (action) {
            case "upload" -> upload(api, base, release, arguments, out);
            case "delete" ->
                out.println(api.json(api.request(base + "?release=" + encoded(release))
                                        .DELETE())
                                .path("deleted")
                                .asInt()
                        + " source maps deleted");
            default -> list(api.get(base).path("maps"), out);
        }
        return 0;
    }

    private static void upload(
            ApiClient api, String base, String release, CommandLine.Arguments arguments, PrintStream out) {
        Path folder = folder(arguments);
        String prefix = "/" + arguments.option("--url-prefix", "").replaceAll("^/+|/+$", "");
        List<String> broken = new ArrayList<>();
        int uploaded = 0;
        for (Path map : maps(folder)) {
            byte[] json = bytes(map);
            try {
                SourceMap.parse(json);
            } catch (MalformedSourceMap e) {
                broken.add(map + ": " + e.getMessage());
                continue;
            }
            String name = folder.relativize(map).toString().replace('\\', '/');
            String script = (prefix.equals("/") ? "" : prefix) + "/"
                    + inAddress(name.substring(0, name.length() - ENDING.length()));
            JsonNode kept = kept(
                    map,
                    () -> api.json(api.request(base + "?release=" + encoded(release) + "&path=" + encoded(script))
                            .header("Content-Type", "application/json")
                            .header("Content-Encoding", "gzip")
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(Exchange.gzip(json)))));
            uploaded++;
            out.println(kept.path("path").asText() + "  " + kept.path("bytes").asLong() + " bytes"
                    + (kept.path("debugId").asText().isEmpty()
                            ? ""
                            : "  " + kept.path("debugId").asText()));
        }
        out.println(
                uploaded + " source maps uploaded" + (release.isEmpty() ? " for every release" : " for " + release));
        if (!broken.isEmpty()) {
            throw new ClientFailure(
                    broken.size() + " files are no source maps, and were left out:\n" + String.join("\n", broken));
        }
    }

    /** The server takes paths as they are in addresses. */
    private static String inAddress(String file) {
        return file.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    }

    private static JsonNode kept(Path map, Supplier<JsonNode> upload) {
        try {
            return upload.get();
        } catch (ClientFailure e) {
            throw new ClientFailure(map + ": " + e.getMessage());
        }
    }

    private static Path folder(CommandLine.Arguments arguments) {
        if (arguments.text().isBlank()) {
            throw new ClientFailure("which folder?\n" + USAGE);
        }
        return Path.of(arguments.text());
    }

    private static void inject(CommandLine.Arguments arguments, PrintStream out) {
        Path folder = folder(arguments);
        int injected = 0;
        for (Path map : maps(folder)) {
            String name = map.getFileName().toString();
            Path script = map.resolveSibling(name.substring(0, name.length() - ENDING.length()));
            if (SCRIPT.matcher(script.toString()).find() && Files.isRegularFile(script)) {
                try {
                    out.println(folder.relativize(script) + "  " + DebugIds.inject(script, map));
                    injected++;
                } catch (IOException | MalformedSourceMap e) {
                    throw new ClientFailure(map + ": " + e.getMessage());
                }
            }
        }
        if (injected == 0) {
            throw new ClientFailure("no map in " + folder + " has its script beside it, as app.js beside app.js.map");
        }
        out.println(
                injected
                        + " scripts have an id that their source map shares: upload the maps, and serve the scripts as they are now");
    }

    private static List<Path> maps(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> maps = files.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (maps.isEmpty()) {
                throw new ClientFailure("there is no file *" + ENDING + " in " + folder);
            }
            return maps;
        } catch (IOException e) {
            throw new ClientFailure(folder + " cannot be read: " + ClientFailure.reason(e));
        } catch (UncheckedIOException e) {
            throw new ClientFailure(folder + " cannot be read: " + ClientFailure.reason(e.getCause()));
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ClientFailure(file + " cannot be read: " + ClientFailure.reason(e));
        }
    }

    private static void list(JsonNode maps, PrintStream out) {
        maps.forEach(map -> out.printf(
                "%s  %s  %s  %,d bytes%n",
                map.path("uploadedAt").asText(),
                map.path("release").asText().isEmpty()
                        ? "(every release)"
                        : map.path("release").asText(),
                map.path("path").asText(),
                map.path("bytes").asLong()));
        out.println(maps.size() + " source maps");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
