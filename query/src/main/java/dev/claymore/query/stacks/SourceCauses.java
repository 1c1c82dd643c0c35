package dev.claymore.query.stacks;

import dev.claymore.query.stacks.SourceMap.Original;
import dev.claymore.query.stacks.StackText.Frame;
import dev.claymore.store.SourceMapTable;
import dev.claymore.store.SourceMapTable.Entry;
import dev.claymore.store.StoreException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What errors of one cause share, in every build of the sources: the error's type, and file and function of the frames in which the site's own
 * code ran, the innermost first. Lines and columns do not count, nor do frames of packages. Safe for use by many threads.
 */
public final class SourceCauses {

    private static final System.Logger LOG = System.getLogger(SourceCauses.class.getName());

    private static final int MOST_FRAMES = 5;
    private static final int FINGERPRINT_DIGITS = 16;
    private static final int MAX_LINE = 10_000;
    private static final int MAX_ANSWERS = 10_000;

    /** Of maps and answers that are kept in memory, of all projects together; some 50 MB. */
    private static final int MAX_KEPT = 200_000;

    /** Larger ones are for people who look at a stack: whoever loads events must not wait for them, nor run out of memory. */
    private static final long MAX_MAP_BYTES = 16L << 20;

    /** So long a map that was uploaded, or deleted, may go unnoticed. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(20);

    /** After a list could not be read. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z+.-]*://[^/]*/");
    private static final Pattern PACKAGES =
            Pattern.compile("(?:^|/)(?:node_modules|bower_components|~)/|^webpack/(?:bootstrap|runtime)|^\\x00");

    private final SourceMapTable table;
    private final OriginalStacks stacks;
    private final InstantSource clock;
    private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private Set<String> projects = Set.of();
    private long projectsDue = Long.MIN_VALUE;

    /**
     * A project's maps, the newest first, and what was found by them.
     *
     * @param due when they are to be listed again
     */
    private record Known(List<Entry> maps, Map<String, List<Entry>> byFile, long due, Map<String, String> answers) {

        private static final Known NOTHING = new Known(List.of(), Map.of(), Long.MIN_VALUE, Map.of());

        /** Those of scripts with the file names of the frames' scripts; others are never theirs. */
        List<Entry> candidates(List<Frame> frames) {
            return frames.stream()
                    .map(frame -> OriginalStacks.file(StackText.path(frame.url())))
                    .distinct()
                    .flatMap(file -> byFile.getOrDefault(file, List.of()).stream())
                    .toList();
        }

        int weight() {
            return 1 + maps.size() + answers.size();
        }
    }

    public SourceCauses(SourceMapTable table, OriginalStacks stacks, InstantSource clock) {
        this.table = table;
        this.stacks = stacks;
        this.clock = clock;
    }

    /**
     * A text of 16 hex digits; empty when no map leads to code of the site's own.
     *
     * @param release of the event
     * @param debugIds of scripts that the event names
     * @param type of the error, such as {@code TypeError}
     * @param message of the error, which may be in front of the stack
     */
    public String of(
            String projectId, String release, List<String> debugIds, String type, String message, String whole) {
        Known project = known(projectId);
        if (project.maps().isEmpty()) {
            return "";
        }
        String stack = StackText.withoutMessage(whole, message);
        List<String> asked = new ArrayList<>(List.of(release, type, stack));
        asked.addAll(debugIds);
        String key = digest(asked);
        String answer = project.answers().get(key);
        if (answer != null) {
            return answer;
        }
        List<Frame> frames = StackText.frames(stack);
        try {
            answer = cause(
                    type, frames, stacks.originals(projectId, release, debugIds, frames, project.candidates(frames)));
        } catch (StoreException e) {
            LOG.log(
                    Level.WARNING,
                    "a source map cannot be read, an error is grouped by its message: " + e.getMessage());
            return "";
        }
        project.answers().put(key, answer);
        return answer;
    }

    private static String cause(String type, List<Frame> frames, List<Optional<Original>> originals) {
        List<String> cause = new ArrayList<>(List.of(type));
        for (int i = 0;
                i < originals.size()
                        && cause.size() <= MOST_FRAMES
                        && !frames.get(i).isCause();
                i++) {
            Original original = originals.get(i).orElse(null);
            String source = original == null ? "" : source(original.source());
            if (!source.isEmpty() && !PACKAGES.matcher(source).find()) {
                String name = hasName(frames.get(i)) ? OriginalStacks.nameAtCall(frames, originals, i) : "";
                boolean innermost = cause.size() == 1;
                String told = name.isEmpty() && innermost ? line(original) : name;
                if (told.isEmpty() && innermost) {
                    return "";
                }
                String frame = source + "\n" + told;
                if (!cause.getLast().equals(frame)) {
                    cause.add(frame);
                }
            }
        }
        return cause.size() == 1 ? "" : digest(cause).substring(0, FINGERPRINT_DIGITS);
    }

    /** The file without what depends on where and by what it was built. */
    private static String source(String source) {
        String path = source;
        int query = path.indexOf('?');
        if (query >= 0) {
            path = path.substring(0, query);
        }
        path = SCHEME.matcher(path).replaceFirst("");
        int from = 0;
        while (path.startsWith("/", from) || path.startsWith("./", from) || path.startsWith("../", from)) {
            from = path.indexOf('/', from) + 1;
        }
        return path.substring(from);
    }

    /**
     * The name at the call site belongs to this frame only if the function is named. An anonymous callback is called by a built-in such as
     * {@code reduce}, whose frame browsers leave out.
     */
    private static boolean hasName(Frame frame) {
        return !frame.function().isEmpty() && frame.function().chars().noneMatch(c -> c == '<' || c == '/');
    }

    /**
     * The innermost frame must say something, else all errors of a file would be one: where its caller does not name the function, it is the line
     * that failed, if the map carries that.
     */
    private static String line(Original original) {
        return original.lines(original.line(), original.line(), MAX_LINE).stream()
                .findFirst()
                .map(String::strip)
                .orElse("");
    }

    private Known known(String projectId) {
        long now = clock.millis();
        synchronized (known) {
            if (!projects(now).contains(projectId)) {
                known.remove(projectId);
                return Known.NOTHING;
            }
            Known before = known.getOrDefault(projectId, Known.NOTHING);
            if (now < before.due()) {
                return before;
            }
            Known read = read(projectId, before, now);
            known.put(projectId, read);
            int kept = known.values().stream().mapToInt(Known::weight).sum();
            while (kept > MAX_KEPT && known.size() > 1) {
                kept -= known.pollFirstEntry().getValue().weight();
            }
            return read;
        }
    }

    /** Most projects have no maps, which one look tells of all of them. */
    private Set<String> projects(long now) {
        if (now >= projectsDue) {
            try {
                projects = table.projects();
                projectsDue = now + KNOWN_FOR.toMillis();
            } catch (StoreException e) {
                projectsDue = now + AGAIN_AFTER.toMillis();
                LOG.log(Level.WARNING, "source maps cannot be listed, what is known of them stays: " + e.getMessage());
            }
        }
        return projects;
    }

    private Known read(String projectId, Known before, long now) {
        List<Entry> maps;
        try {
            maps = table.list(projectId).stream()
                    .filter(map -> map.bytes() <= MAX_MAP_BYTES)
                    .toList();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "source maps cannot be listed, what is known of them stays: " + e.getMessage());
            return new Known(before.maps(), before.byFile(), now + AGAIN_AFTER.toMillis(), before.answers());
        }
        long due = now + KNOWN_FOR.toMillis();
        if (before.due() > Long.MIN_VALUE && before.maps().equals(maps)) {
            return new Known(maps, before.byFile(), due, before.answers());
        }
        Map<String, List<Entry>> byFile = new HashMap<>();
        for (Entry map : maps) {
            String file = OriginalStacks.file(map.path());
            for (String spelling : new LinkedHashSet<>(List.of(file, StackText.decoded(file)))) {
                byFile.computeIfAbsent(spelling, any -> new ArrayList<>()).add(map);
            }
        }
        return new Known(maps, byFile, due, answers());
    }

    private static Map<String, String> answers() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > MAX_ANSWERS;
            }
        });
    }

    private static String digest(List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
