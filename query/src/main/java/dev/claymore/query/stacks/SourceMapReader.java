package dev.claymore.query.stacks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.claymore.query.stacks.SourceMap.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Goes through the JSON of a source map once, and notes where in it things are. */
final class SourceMapReader {

    private static final int MAX_SECTIONS = 10_000;

    /** Sources, their contents, and names: more than the largest bundles have. */
    static final int MAX_TEXTS = 2_000_000;

    private static final int MAX_ROOT = 1_000;
    private static final int MAX_DEBUG_ID = 100;
    private static final int NOWHERE = -1;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(SourceMap.MAX_BYTES)
                    .build())
            .build();

    private final byte[] json;
    private final int from;
    private final JsonParser parser;
    private int texts;

    /** What a map says of itself, in whatever order. */
    private final class Draft {
        private int version;
        private int mappings = NOWHERE;
        private String root = "";
        private String debugId = "";
        private JsonStrings sources;
        private JsonStrings contents = new JsonStrings(json);
        private JsonStrings names = new JsonStrings(json);
        private List<Section> sections;

        Section section(int line, int column) throws MalformedSourceMap {
            if (version != 3) {
                throw new MalformedSourceMap("version must be 3");
            }
            if (mappings == NOWHERE || sources == null) {
                throw new MalformedSourceMap("mappings must be text and sources a list");
            }
            if (line < 0 || column < 0) {
                throw new MalformedSourceMap("the offset of a section must have a line and a column");
            }
            String folder = root.isEmpty() || root.endsWith("/") ? root : root + "/";
            return new Section(line, column, Mappings.decode(json, mappings), folder, sources, contents, names);
        }
    }

    private SourceMapReader(byte[] json, int from, JsonParser parser) {
        this.json = json;
        this.from = from;
        this.parser = parser;
    }

    static SourceMap read(byte[] json) throws MalformedSourceMap {
        int from = json.length > 0 && json[0] == ')'
                ? new String(json, 0, Math.min(64, json.length), StandardCharsets.ISO_8859_1).indexOf('\n') + 1
                : 0;
        try (JsonParser parser = JSON.createParser(json, from, json.length - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedSourceMap("a source map is a JSON object");
            }
            SourceMapReader reader = new SourceMapReader(json, from, parser);
            Draft map = reader.map(false);
            List<Section> sections = map.sections == null ? List.of(map.section(0, 0)) : List.copyOf(map.sections);
            return new SourceMap(json, map.debugId, sections);
        } catch (IOException e) {
            throw new MalformedSourceMap("not JSON: " + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    /** @param inSection whether this is the map of a section, which has none of its own */
    private Draft map(boolean inSection) throws IOException, MalformedSourceMap {
        Draft map = new Draft();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean text = value == JsonToken.VALUE_STRING;
            switch (field) {
                case "version" -> map.version = value.isScalarValue() ? parser.getValueAsInt() : 0;
                case "mappings" -> map.mappings = text ? place() : NOWHERE;
                case "sourceRoot" -> map.root = text ? JsonStrings.text(json, place(), MAX_ROOT) : "";
                case "debugId" -> map.debugId = text ? debugId() : map.debugId;
                case "debug_id" -> map.debugId = text && map.debugId.isEmpty() ? debugId() : map.debugId;
                case "sources" -> map.sources = value == JsonToken.START_ARRAY ? texts(field) : null;
                case "sourcesContent" -> map.contents = texts(field);
                case "names" -> map.names = texts(field);
                case "sections" -> {
                    if (inSection) {
                        throw noSection();
                    }
                    map.sections = sections();
                }
                default -> {
                    // Of no use here.
                }
            }
            // What was read is at its end, where this does nothing.
            parser.skipChildren();
        }
        return map;
    }

    private static MalformedSourceMap noSection() {
        return new MalformedSourceMap("a section must carry a map of its own that is not indexed again");
    }

    private String debugId() throws MalformedSourceMap {
        String id = JsonStrings.text(json, place(), MAX_DEBUG_ID + 1);
        if (id.length() > MAX_DEBUG_ID) {
            throw new MalformedSourceMap("debugId has more than " + MAX_DEBUG_ID + " characters");
        }
        return id;
    }

    /** Where the text begins that the parser is at. */
    private int place() throws MalformedSourceMap {
        long at = parser.currentTokenLocation().getByteOffset();
        if (at < 0 || json[from + (int) at] != '"') {
            throw new MalformedSourceMap("not in UTF-8");
        }
        return from + (int) at;
    }

    private JsonStrings texts(String field) throws IOException, MalformedSourceMap {
        JsonStrings list = new JsonStrings(json);
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return list;
        }
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            if (texts++ == MAX_TEXTS) {
                throw new MalformedSourceMap("more than " + MAX_TEXTS + " sources and names");
            }
            if (item == JsonToken.VALUE_STRING) {
                list.add(place());
            } else if (item.isScalarValue()) {
                list.addNone();
            } else {
                throw new MalformedSourceMap(field + " must hold texts");
            }
        }
        return list;
    }

    private List<Section> sections() throws IOException, MalformedSourceMap {
        List<Section> sections = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw noSection();
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw noSection();
            }
            if (sections.size() == MAX_SECTIONS) {
                throw new MalformedSourceMap("more than " + MAX_SECTIONS + " sections");
            }
            sections.add(section());
        }
        return sections;
    }

    private Section section() throws IOException, MalformedSourceMap {
        int[] offset = {-1, -1};
        Draft map = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            if (field.equals("map") && object) {
                map = map(true);
            } else if (field.equals("offset") && object) {
                offset = offset();
            }
            parser.skipChildren();
        }
        if (map == null) {
            throw noSection();
        }
        return map.section(offset[0], offset[1]);
    }

    private int[] offset() throws IOException {
        int[] offset = {-1, -1};
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken().isScalarValue() && (field.equals("line") || field.equals("column"))) {
                offset[field.equals("line") ? 0 : 1] = parser.getValueAsInt(-1);
            }
            parser.skipChildren();
        }
        return offset;
    }
}
