package dev.claymore.engine;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements in work by their clients' {@code query_id}.
 *
 * <p>libchdb names statements itself and lets nobody else do it. So a client's name lives here, and where it stands in a
 * KILL QUERY it is replaced by what finds the statement in {@code system.processes}.
 */
final class QueryIds {
    private static final Pattern CONDITION =
            Pattern.compile("\\bquery_id\\s*=\\s*'([^'\\\\]*)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern KILL =
            Pattern.compile("^\\s*KILL\\s+QUERY\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int MAX_KILL_BYTES = 16 * 1024;

    private final Map<String, RunningStatement> running = new ConcurrentHashMap<>();

    RunningStatement begin(String queryId, ChdbConnection connection, boolean readsOnly) throws QueryException {
        RunningStatement statement = new RunningStatement(queryId, connection.tag(), readsOnly);
        if (running.putIfAbsent(queryId, statement) != null) {
            throw QueryException.of(
                    ErrorCode.QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING,
                    "Query with id = " + queryId + " is already running");
        }
        return statement;
    }

    /** True when somebody has tried to stop the statement: its connection is not to be used again. */
    boolean end(RunningStatement statement) {
        running.remove(statement.queryId(), statement);
        return statement.end();
    }

    Iterable<RunningStatement> all() {
        return running.values();
    }

    /** The statement as the engine understands it. */
    Statement resolve(Statement statement) {
        if (statement.kind() != Statement.Kind.OTHER || statement.sql().length > MAX_KILL_BYTES) {
            return statement;
        }
        String sql = new String(statement.sql(), StandardCharsets.UTF_8);
        if (!KILL.matcher(sql).matches()) {
            return statement;
        }
        String resolved = CONDITION.matcher(sql).replaceAll(match -> {
            RunningStatement found = running.get(match.group(1));
            return Matcher.quoteReplacement(
                    found == null
                            ? match.group()
                            : "Settings['" + ChdbConnection.TAG_SETTING + "'] = " + SqlText.literal(found.tag()));
        });
        return new Statement(
                statement.kind(), resolved.getBytes(StandardCharsets.UTF_8), statement.format(), -1, false, true);
    }
}
