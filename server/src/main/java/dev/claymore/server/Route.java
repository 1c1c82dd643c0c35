package dev.claymore.server;

import java.util.Set;

/**
 * One entry of the API: what is asked, who may, and who answers.
 *
 * @param path with parameters in braces, as in the OpenAPI document
 * @param reads whether it changes nothing, so that who may only read may use it
 */
record Route(String method, String path, Access access, boolean reads, Handler handler) {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    Route(String method, String path, Access access, Handler handler) {
        this(method, path, access, READS.contains(method), handler);
    }

    /** Who may use a route. */
    enum Access {
        /** Everybody. */
        OPEN,
        /** Who holds a valid token. */
        SIGNED_IN,
        /** Who reaches the project in the path. */
        PROJECT,
        /** The admin. */
        ADMIN
    }

    /** Answers one request; may throw {@link ProblemException}. */
    @FunctionalInterface
    interface Handler {
        void handle(Exchange exchange) throws Exception;
    }

    /** One that reads, though its question stands in a body. */
    Route reading() {
        return new Route(method, path, access, true, handler);
    }

    static Route open(String method, String path, Handler handler) {
        return new Route(method, path, Access.OPEN, handler);
    }

    static Route signedIn(String method, String path, Handler handler) {
        return new Route(method, path, Access.SIGNED_IN, handler);
    }

    static Route project(String method, String path, Handler handler) {
        return new Route(method, "/api/projects/{projectId}" + path, Access.PROJECT, handler);
    }

    static Route admin(String method, String path, Handler handler) {
        return new Route(method, path, Access.ADMIN, handler);
    }
}
