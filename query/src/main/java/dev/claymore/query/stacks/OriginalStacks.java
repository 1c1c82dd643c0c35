package dev.claymore.query.stacks;

import dev.claymore.query.stacks.SourceMap.Original;
import dev.claymore.query.stacks.StackText.Frame;
import dev.claymore.store.SourceMapTable;
import dev.claymore.store.SourceMapTable.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Leads stacks back to the sources, by the maps of a project. Safe for use by many threads. */
public final class OriginalStacks {

    /** Of lines of a source that are shown before and behind the one that failed. */
    private static final int CONTEXT = 3;

    private static final int MAX_CONTEXT_CHARACTERS = 300;
    private static final long MAX_KEPT_BYTES = 96L << 20;

    /** Maps that are read for one stack, as JSON; scripts beyond stay as they are. */
    private static final long MAX_BYTES_OF_STACK = 2L * SourceMap.MAX_BYTES;

    private final SourceMapTable table;

    /** Maps that were read, the last used last; those that are no maps are kept as empty. */
    private final LinkedHashMap<Key, Optional<SourceMap>> kept = new LinkedHashMap<>(16, 0.75f, true);

    private long keptBytes;

    private record Key(String projectId, Entry entry) {}

    /**
     * A frame of a stack.
     *
     * @param original null when no map leads further
     * @param context lines of the source around the place, from line {@code contextFrom} on; empty when the map has no sources
     */
    public record OriginalFrame(
            String function, String url, int line, int column, Place original, int contextFrom, List<String> context) {}

    /**
     * A place in a source, counted from 1.
     *
     * @param function in the words of the source; empty: outside of functions
     */
    public record Place(String source, int line, int column, String function) {}

    /** @param mapped how many frames were led back; 0: there is no map for any */
    public record OriginalStack(List<OriginalFrame> frames, int mapped) {}

    public OriginalStacks(SourceMapTable table) {
        this.table = table;
    }

    /**
     * Leads a stack back.
     *
     * @param release of the event; its maps come before those of every release
     * @param debugIds of scripts that the event names; they come first
     * @param message of the error; empty when it is not known
     */
    public OriginalStack trace(String projectId, String release, List<String> debugIds, String message, String stack) {
        List<Frame> frames = StackText.frames(StackText.withoutMessage(stack, message));
        List<Entry> candidates =
                frames.isEmpty() ? List.of() : table.candidates(projectId, release, spellings(frames), debugIds);
        List<Optional<Original>> originals = originals(projectId, release, debugIds, frames, candidates);
        List<OriginalFrame> traced = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            traced.add(traced(frames.get(i), originals.get(i), nameAtCall(frames, originals, i)));
        }
        int mapped = (int) originals.stream().filter(Optional::isPresent).count();
        return new OriginalStack(traced, mapped);
    }

    /**
     * What a function is called in the source stands where it is called: at the place of the frame below it, unless that waits for it and
     * has not called it last.
     *
     * @return empty when it is not known
     */
    static String nameAtCall(List<Frame> frames, List<Optional<Original>> originals, int index) {
        int caller = index + 1;
        return caller < frames.size() && !frames.get(caller).async()
                ? originals.get(caller).map(Original::name).orElse("")
                : "";
    }

    private static OriginalFrame traced(Frame frame, Optional<Original> original, String name) {
        if (original.isEmpty()) {
            return new OriginalFrame(frame.function(), frame.url(), frame.line(), frame.column(), null, 0, List.of());
        }
        Original found = original.get();
        String called = name.isEmpty() ? frame.function() : name;
        int from = Math.max(1, found.line() - CONTEXT);
        List<String> context = found.lines(from, found.line() + CONTEXT, MAX_CONTEXT_CHARACTERS);
        return new OriginalFrame(
                frame.function(),
                frame.url(),
                frame.line(),
                frame.column(),
                new Place(found.source(), found.line(), found.column(), called),
                from,
                context);
    }

    private static List<String> paths(List<Frame> frames) {
        return frames.stream()
                .map(frame -> StackText.path(frame.url()))
                .distinct()
                .toList();
    }

    /** Maps that were kept before paths were decoded may have either. */
    private static List<String> spellings(List<Frame> frames) {
        return frames.stream()
                .flatMap(frame -> Stream.of(StackText.path(frame.url()), StackText.written(frame.url())))
                .distinct()
                .toList();
    }

    /**
     * Where each frame comes from; empty where no map leads further.
     *
     * @param candidates maps of the project; of two that fit equally the first counts
     */
    List<Optional<Original>> originals(
            String projectId, String release, List<String> debugIds, List<Frame> frames, List<Entry> candidates) {
        Map<String, SourceMap> maps = new HashMap<>();
        long left = MAX_BYTES_OF_STACK;
        for (String path : paths(frames)) {
            Entry entry = candidates.stream()
                    .filter(candidate -> named(candidate, path, debugIds))
                    .findFirst()
                    .or(() -> of(candidates, path, release, debugIds))
                    .or(() -> of(candidates, path, "", debugIds))
                    .orElse(null);
            if (entry != null && entry.bytes() <= left) {
                left -= entry.bytes();
                map(projectId, entry).ifPresent(map -> maps.put(path, map));
            }
        }
        return frames.stream()
                .map(frame -> Optional.ofNullable(maps.get(StackText.path(frame.url())))
                        .flatMap(map -> map.at(frame.line(), frame.column())))
                .toList();
    }

    private static Optional<Entry> of(List<Entry> candidates, String path, String release, List<String> debugIds) {
        return candidates.stream()
                .filter(entry -> entry.release().equals(release) && isOf(entry.path(), path))
                .findFirst()
                .filter(entry -> !release.isEmpty() || mayBe(entry, debugIds));
    }

    /** A script keeps its debug id wherever it is served from, but hardly changes its file name. */
    private static boolean named(Entry entry, String path, List<String> debugIds) {
        return !entry.debugId().isEmpty() && debugIds.contains(entry.debugId()) && isOf(file(entry.path()), file(path));
    }

    private static boolean isOf(String kept, String path) {
        return kept.equals(path) || StackText.decoded(kept).equals(path);
    }

    /** A map of every release is not that of another build, where ids tell them apart. */
    private static boolean mayBe(Entry entry, List<String> debugIds) {
        return entry.debugId().isEmpty() || debugIds.isEmpty() || debugIds.contains(entry.debugId());
    }

    static String file(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Optional<SourceMap> map(String projectId, Entry entry) {
        Key key = new Key(projectId, entry);
        synchronized (kept) {
            Optional<SourceMap> known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        Optional<SourceMap> read = table.read(projectId, entry).flatMap(OriginalStacks::parse);
        synchronized (kept) {
            if (kept.put(key, read) == null) {
                keptBytes += read.map(SourceMap::weight).orElse(0L);
            }
            var oldest = kept.entrySet().iterator();
            while (keptBytes > MAX_KEPT_BYTES && oldest.hasNext()) {
                keptBytes -= oldest.next().getValue().map(SourceMap::weight).orElse(0L);
                oldest.remove();
            }
        }
        return read;
    }

    private static Optional<SourceMap> parse(byte[] json) {
        try {
            return Optional.of(SourceMap.parse(json));
        } catch (MalformedSourceMap e) {
            return Optional.empty(); // It was read when it was uploaded: a row that somebody else has written.
        }
    }
}
