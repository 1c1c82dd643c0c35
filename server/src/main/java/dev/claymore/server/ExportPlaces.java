package dev.claymore.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many exports run, of all projects and of each. Thread-safe. */
final class ExportPlaces {

    /** More at a time would leave the database to exports alone. */
    static final int MAX_AT_A_TIME = 4;
    /** So that one project's cannot keep out all others'. */
    static final int MAX_OF_A_PROJECT = 2;

    private final Map<String, Integer> running = new HashMap<>();

    /** Takes a place. Empty: it is taken; otherwise why there is none. */
    synchronized Optional<String> take(String projectId) {
        if (running.values().stream().mapToInt(Integer::intValue).sum() >= MAX_AT_A_TIME) {
            return Optional.of(MAX_AT_A_TIME + " exports run already, which is as many as may");
        }
        if (running.getOrDefault(projectId, 0) >= MAX_OF_A_PROJECT) {
            return Optional.of(MAX_OF_A_PROJECT
                    + " exports of this project run already, which is as many as one project may have");
        }
        running.merge(projectId, 1, Integer::sum);
        return Optional.empty();
    }

    synchronized void giveBack(String projectId) {
        running.computeIfPresent(projectId, (_, count) -> count == 1 ? null : count - 1);
    }
}
