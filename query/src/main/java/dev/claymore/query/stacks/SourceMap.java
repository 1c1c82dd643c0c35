package dev.claymore.query.stacks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A source map of version 3, plain or indexed. Immutable; safe for use by many threads. */
public final class SourceMap {

    /** The largest that is read, as JSON. */
    public static final int MAX_BYTES = 64 << 20;

    private static final int MAX_SECTIONS = 10_000;
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build());

    private final String debugId;
    private final List<Section> sections;

    /** A map for what comes from a place of the generated file on, counted from 0. */
    private record Section(
            int line, int column, Mappings mappings, List<String> sources, List<String> contents, List<String> names) {}

    /**
     * A place in a source.
     *
     * @param line from 1
     * @param column from 1
     * @param name what stands there in the source; empty when the map does not say
     * @param content the whole source; empty when the map does not carry it
     */
    public record Original(String source, int line, int column, String name, String content) {}

    private SourceMap(String debugId, List<Section> sections) {
        this.debugId = debugId;
        this.sections = sections;
    }

    /** Reads a map; the line {@code )]}'} that keeps it from being run as a script may stand in front. */
    public static SourceMap parse(byte[] json) throws MalformedSourceMap {
        JsonNode map;
        try {
            int from = json.length > 0 && json[0] == ')'
                    ? new String(json, 0, Math.min(64, json.length), StandardCharsets.ISO_8859_1).indexOf('\n') + 1
                    : 0;
            map = JSON.readTree(json, from, json.length - from);
        } catch (IOException e) {
            throw new MalformedSourceMap("not JSON: " + firstLine(e.getMessage()));
        }
        if (map == null || !map.isObject()) {
            throw new MalformedSourceMap("a source map is a JSON object");
        }
        List<Section> sections = new ArrayList<>();
        if (map.has("sections")) {
            for (JsonNode section : map.path("sections")) {
                if (!section.path("map").isObject() || section.path("map").has("sections")) {
                    throw new MalformedSourceMap("a section must carry a map of its own that is not indexed again");
                }
                if (sections.size() == MAX_SECTIONS) {
                    throw new MalformedSourceMap("more than " + MAX_SECTIONS + " sections");
                }
                sections.add(section(
                        section.path("map"),
                        section.path("offset").path("line").asInt(-1),
                        section.path("offset").path("column").asInt(-1)));
            }
        } else {
            sections.add(section(map, 0, 0));
        }
        return new SourceMap(map.path("debugId").asText(map.path("debug_id").asText("")), List.copyOf(sections));
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    private static Section section(JsonNode map, int line, int column) throws MalformedSourceMap {
        if (map.path("version").asInt() != 3) {
            throw new MalformedSourceMap("version must be 3");
        }
        if (!map.path("mappings").isTextual() || !map.path("sources").isArray()) {
            throw new MalformedSourceMap("mappings must be text and sources a list");
        }
        if (line < 0 || column < 0) {
            throw new MalformedSourceMap("the offset of a section must have a line and a column");
        }
        String root = map.path("sourceRoot").asText("");
        List<String> sources = texts(map.path("sources"));
        if (!root.isEmpty()) {
            String folder = root.endsWith("/") ? root : root + "/";
            sources.replaceAll(source -> source.startsWith("/") || source.contains("://") ? source : folder + source);
        }
        return new Section(
                line,
                column,
                Mappings.decode(map.path("mappings").textValue()),
                sources,
                texts(map.path("sourcesContent")),
                texts(map.path("names")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.isTextual() ? item.textValue() : ""));
        return texts;
    }

    /** The id that map and generated file carry both; empty when there is none. */
    public String debugId() {
        return debugId;
    }

    /** About how many bytes of memory it takes. */
    long weight() {
        long bytes = 256;
        for (Section section : sections) {
            bytes += 24L * section.mappings().size();
            for (List<String> texts : List.of(section.sources(), section.contents(), section.names())) {
                bytes += texts.stream().mapToLong(text -> 48 + text.length()).sum();
            }
        }
        return bytes;
    }

    /**
     * Where a place of the generated file comes from.
     *
     * @param line from 1
     * @param column from 1, as browsers count
     */
    public Optional<Original> at(int line, int column) {
        Section found = null;
        for (Section section : sections) {
            if (section.line() < line - 1 || (section.line() == line - 1 && section.column() <= column - 1)) {
                found = section;
            }
        }
        if (found == null) {
            return Optional.empty();
        }
        int inLine = line - 1 - found.line();
        Mappings.Place place = found.mappings().at(inLine, inLine == 0 ? column - 1 - found.column() : column - 1);
        return place == null
                ? Optional.empty()
                : Optional.of(new Original(
                        text(found.sources(), place.source()),
                        place.line() + 1,
                        place.column() + 1,
                        text(found.names(), place.name()),
                        text(found.contents(), place.source())));
    }

    private static String text(List<String> texts, int index) {
        return index >= 0 && index < texts.size() ? texts.get(index) : "";
    }
}
