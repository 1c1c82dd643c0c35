package dev.claymore.query;

import dev.claymore.store.Rows;
import java.util.List;
import java.util.Map;

/**
 * A page of sessions.
 *
 * @param sessions columns by name, with {@code tags} as a map of lists: a tag may change within a session
 * @param nextCursor null on the last page
 * @param total of all pages, when it was asked for; else null
 * @param sql what found them
 */
public record SessionPage(
        List<Map<String, Object>> sessions, String nextCursor, Long total, String sql, Rows.Stats stats) {}
