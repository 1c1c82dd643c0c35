package dev.claymore.engine;

import java.util.Locale;
import java.util.Set;

/**
 * The formats whose output may be cut anywhere between rows. libchdb's streams format every block as a result of its own, so
 * a format with a head, a tail or separators (JSON, Pretty, …WithNames) comes out as many documents unless it is read whole.
 */
final class PieceFormats {

    private static final Set<String> ROWS_ONLY = Set.of(
            "tabseparated",
            "tsv",
            "tabseparatedraw",
            "tsvraw",
            "raw",
            "tskv",
            "csv",
            "jsoneachrow",
            "ndjson",
            "jsonlines",
            "jsonstringseachrow",
            "jsoncompacteachrow",
            "jsoncompactstringseachrow",
            "rowbinary",
            "native",
            "msgpack",
            "lineasstring",
            "rawblob",
            "null");

    private PieceFormats() {}

    static boolean contains(String format) {
        return ROWS_ONLY.contains(format.toLowerCase(Locale.ROOT));
    }
}
