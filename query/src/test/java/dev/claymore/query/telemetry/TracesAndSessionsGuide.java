package dev.claymore.query.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The guide's query, so that what people copy is what is tested. */
final class TracesAndSessionsGuide {

    private TracesAndSessionsGuide() {}

    static String query() {
        try {
            String guide = Files.readString(Path.of("../docs/guides/services-and-traces.md"));
            int begins = guide.indexOf("```sql\n") + 7;
            return guide.substring(begins, guide.indexOf("```", begins));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
