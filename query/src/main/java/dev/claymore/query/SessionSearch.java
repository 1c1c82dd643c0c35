package dev.claymore.query;

import dev.claymore.query.compile.SessionsCompiler;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds one page of a search for sessions. Where the newest come first and none is filtered out, the last few thousand that began have enough
 * of them: these are read with all that is shown. Otherwise the keys are found first, and the rest is read of the page's sessions alone.
 */
final class SessionSearch {

    /** So many are read with all that is shown: half of what the table reads at least. */
    private static final int READ_WHOLE = 4_096;

    private static final Duration LONGEST = Duration.ofDays(7);

    private final Pace pace;

    /**
     * @param sessions at most as many as asked for
     * @param more whether there are more
     */
    record Found(List<Map<String, Object>> sessions, boolean more, Rows.Stats stats) {}

    SessionSearch(Pace pace) {
        this.pace = pace;
    }

    Found page(Reader reader, String projectId, SessionsQuery search, SessionsCompiler compiler, SessionColumns shown) {
        Optional<Duration> newest = newest(projectId, search, compiler, shown);
        List<Map<String, Object>> whole = new ArrayList<>();
        List<Map<String, Object>> keys = new ArrayList<>();
        Rows.Stats stats = new Rows.Stats(0, 0, 0);
        boolean first = true;
        for (SessionsCompiler piece : compiler.pieces(newest.orElse(SessionsCompiler.NEWEST_PIECE))) {
            boolean readWhole = first && newest.isPresent();
            int missing = search.limit() + 1 - whole.size() - keys.size();
            Rows rows = reader.query(
                    readWhole ? piece.inOrderSql(shown.columns(), missing) : piece.keysSql(missing),
                    piece.values().parameters());
            (readWhole ? whole : keys).addAll(SessionColumns.maps(rows));
            stats = stats.plus(rows.stats());
            first = false;
            if (whole.size() + keys.size() > search.limit()) {
                break;
            }
        }
        boolean more = whole.size() + keys.size() > search.limit();
        if (more) {
            (keys.isEmpty() ? whole : keys).removeLast();
        }
        SessionColumns.Read read = shown.of(reader, projectId, keys);
        whole.addAll(read.sessions());
        return new Found(whole, more, stats.plus(read.stats()));
    }

    /** How long before its end the sessions are read whole, where that pays. */
    private Optional<Duration> newest(
            String projectId, SessionsQuery search, SessionsCompiler compiler, SessionColumns shown) {
        boolean filtered = !search.scope().where().equals(Condition.ALWAYS);
        if (filtered || !compiler.newestComeFirst() || shown.tagged()) {
            return Optional.empty();
        }
        return pace.lengthOf(READ_WHOLE, projectId, compiler.newest())
                .map(length -> length.compareTo(LONGEST) > 0 ? LONGEST : length);
    }
}
