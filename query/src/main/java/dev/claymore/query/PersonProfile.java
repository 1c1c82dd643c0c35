package dev.claymore.query;

import java.util.List;
import java.util.Map;

/**
 * One person: who signed in, or who never did and is known by a browser's id.
 *
 * @param person what all their sessions come to
 * @param traits what was last told of them by {@code identify}
 * @param devices with the sessions on each, the most used first
 * @param sessions the newest {@value #MAX_SESSIONS}
 * @param timeline what they did, newest first
 * @param nextCursor of the older part of the timeline; null: there is none
 */
public record PersonProfile(
        Map<String, Object> person,
        Map<String, Object> traits,
        List<Map<String, Object>> devices,
        List<Map<String, Object>> sessions,
        List<Map<String, Object>> timeline,
        String nextCursor) {

    public static final int MAX_SESSIONS = 100;
}
