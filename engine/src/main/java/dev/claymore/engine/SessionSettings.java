package dev.claymore.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings of one request on the connection of a session: in force for its statement, then as they were before. */
final class SessionSettings {
    private final ChdbConnection connection;
    private final Map<String, String> before = new HashMap<>();
    private final SortedMap<String, String> settings;

    private SessionSettings(ChdbConnection connection, SortedMap<String, String> settings) {
        this.connection = connection;
        this.settings = settings;
    }

    static SessionSettings apply(ChdbConnection connection, SortedMap<String, String> settings) throws QueryException {
        SessionSettings applied = new SessionSettings(connection, settings);
        if (!settings.isEmpty()) {
            String changed = connection.query(
                    "SELECT name, base64Encode(value) FROM system.settings WHERE changed FORMAT TabSeparatedRaw");
            changed.lines().map(line -> line.split("\t", -1)).forEach(row -> applied.before.put(row[0], row[1]));
            connection.query(SqlText.set(settings));
        }
        return applied;
    }

    void revert() throws QueryException {
        if (settings.isEmpty()) {
            return;
        }
        SortedMap<String, String> old = new TreeMap<>();
        for (String name : settings.keySet()) {
            String value = before.get(name);
            if (value == null) {
                connection.query("SET " + SqlText.identifier(name) + " = DEFAULT");
            } else {
                old.put(
                        name,
                        new String(
                                java.util.Base64.getDecoder().decode(value), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        if (!old.isEmpty()) {
            connection.query(SqlText.set(old));
        }
    }
}
