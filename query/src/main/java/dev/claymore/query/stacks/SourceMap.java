package dev.claymore.query.stacks;

import java.util.List;
import java.util.Optional;

/** A source map of version 3, plain or indexed: its JSON, and where in it things are. Immutable; safe for use by many threads. */
public final class SourceMap {

    /** The largest that is read, as JSON. */
    public static final int MAX_BYTES = 64 << 20;

    /** Names and the paths of sources are cut here. */
    private static final int MAX_NAME = 4_096;

    private final byte[] json;
    private final String debugId;
    private final List<Section> sections;

    /**
     * A map for what comes from a place of the generated file on, counted from 0.
     *
     * @param folder that relative sources are in; empty, or with a slash behind
     */
    record Section(
            int line,
            int column,
            Mappings mappings,
            String folder,
            JsonStrings sources,
            JsonStrings contents,
            JsonStrings names) {

        String source(int index) {
            String source = sources.get(index, MAX_NAME);
            return folder.isEmpty() || source.startsWith("/") || source.contains("://") ? source : folder + source;
        }
    }

    /** A place in a source. */
    public static final class Original {

        private final Section section;
        private final Mappings.Place place;

        private Original(Section section, Mappings.Place place) {
            this.section = section;
            this.place = place;
        }

        /** The path of the source, as the map has it. */
        public String source() {
            return section.source(place.source());
        }

        /** From 1. */
        public int line() {
            return place.line() + 1;
        }

        /** From 1. */
        public int column() {
            return place.column() + 1;
        }

        /** What stands there in the source; empty when the map does not say. */
        public String name() {
            return section.names().get(place.name(), MAX_NAME);
        }

        /**
         * Lines of the source, as far as there are any; none when the map does not carry it.
         *
         * @param first counted from 1
         * @param last itself included
         * @param most characters of a line
         */
        public List<String> lines(int first, int last, int most) {
            return section.contents().lines(place.source(), first, last, most);
        }
    }

    SourceMap(byte[] json, String debugId, List<Section> sections) {
        this.json = json;
        this.debugId = debugId;
        this.sections = sections;
    }

    /**
     * Reads a map; the line {@code )]}'} that keeps it from being run as a script may stand in front.
     *
     * @param json is kept, and must not change
     */
    public static SourceMap parse(byte[] json) throws MalformedSourceMap {
        return SourceMapReader.read(json);
    }

    /** The id that map and generated file carry both; empty when there is none. */
    public String debugId() {
        return debugId;
    }

    /** About how many bytes of memory it takes. */
    long weight() {
        long bytes = 256L + json.length;
        for (Section section : sections) {
            bytes += 256 + section.mappings().weight();
            for (JsonStrings texts : List.of(section.sources(), section.contents(), section.names())) {
                bytes += 8L * texts.size();
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
        if (found == null || line < 1) {
            return Optional.empty();
        }
        Section section = found;
        int inLine = line - 1 - section.line();
        return Optional.ofNullable(
                        section.mappings().at(inLine, inLine == 0 ? column - 1 - section.column() : column - 1))
                .map(place -> new Original(section, place));
    }
}
