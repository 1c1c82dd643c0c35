package dev.claymore.analyst.story;

/** Where the UI plays a session. */
public final class ReplayLink {

    private ReplayLink() {}

    /** Path of the page that plays a session from {@code offsetMs} after its first event on. */
    public static String path(String projectId, String sessionId, long offsetMs) {
        return "/p/" + projectId + "/sessions/" + sessionId + "?t=" + offsetMs / 1_000 + "." + offsetMs % 1_000 / 100;
    }
}
