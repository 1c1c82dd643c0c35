package dev.claymore.store;

import java.util.regex.Pattern;

/** The name a project has in tables, addresses and the API. */
public final class ProjectId {

    /** Lower-case letters, digits, {@code _} and {@code -}; begins with a letter or digit; at most 63 characters. */
    public static final String PATTERN = "[a-z0-9][a-z0-9_-]{0,62}";

    private static final Pattern VALID = Pattern.compile(PATTERN);

    private ProjectId() {}

    public static boolean valid(String projectId) {
        return projectId != null && VALID.matcher(projectId).matches();
    }

    /** The id, for a statement that can have no parameters. */
    static String checked(String projectId) {
        if (!valid(projectId)) {
            throw new IllegalArgumentException("not a project id: " + projectId);
        }
        return projectId;
    }
}
