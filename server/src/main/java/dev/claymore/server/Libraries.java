package dev.claymore.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Whether a libchdb that somebody has named can be one, found out before an engine is started with it. */
final class Libraries {

    private static final String KEY = "CLAYMORE_LIBCHDB";

    /** How files of ELF and of Mach-O (of 64 bits, and of several processors) begin. */
    private static final Set<String> MAGIC = Set.of("7f454c46", "cffaedfe", "cafebabe");

    private Libraries() {}

    /** @throws BadConfig when it is none; without the variable nothing is checked */
    static void check(Map<String, String> environment) {
        String named = environment.getOrDefault(KEY, "");
        if (!named.isBlank() && !library(named)) {
            throw new BadConfig(KEY + "=" + named + " (environment): must be the file of libchdb for this system");
        }
    }

    private static boolean library(String named) {
        try {
            Path file = Path.of(named);
            if (!Files.isRegularFile(file)) {
                return false;
            }
            try (InputStream in = Files.newInputStream(file)) {
                return MAGIC.contains(HexFormat.of().formatHex(in.readNBytes(4)));
            }
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
