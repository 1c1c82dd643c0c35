package dev.claymore.ingest;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the projects have used of their daily budgets, so that a restart is no new day: the day on the first line, then a project and its
 * bytes on each. Written every few seconds; a kill forgets what came after.
 */
final class QuotaFile {

    private static final System.Logger LOG = System.getLogger(QuotaFile.class.getName());

    private final Path file;
    private Map<String, Long> written = Map.of();

    QuotaFile(Path directory) {
        file = directory.resolve("quotas");
    }

    /** Gives the limits what is written of this day; a file that cannot be read is no reason not to start. */
    void load(RateLimits limits, long nowMillis) {
        try {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                long day = Long.parseLong(lines.getFirst());
                if (day == RateLimits.day(nowMillis)) {
                    Map<String, Long> used = new TreeMap<>();
                    for (String line : lines.subList(1, lines.size())) {
                        String[] words = line.split(" ", 2);
                        used.put(words[0], Long.parseLong(words[1]));
                    }
                    limits.restore(day, used);
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(Level.WARNING, file + " cannot be read, the day's budgets begin anew: " + unreadable);
        }
    }

    void save(RateLimits limits, long nowMillis) {
        Map<String, Long> used = limits.usedToday(nowMillis);
        if (used.equals(written)) {
            return;
        }
        StringBuilder text =
                new StringBuilder().append(RateLimits.day(nowMillis)).append('\n');
        used.forEach((projectId, bytes) ->
                text.append(projectId).append(' ').append(bytes).append('\n'));
        Path draft = file.resolveSibling("quotas.new");
        try {
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = used;
        } catch (IOException later) {
            LOG.log(Level.DEBUG, "the day's budgets cannot be written now", later);
        }
    }
}
