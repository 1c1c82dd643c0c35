package dev.claymore.server;

import dev.claymore.ingest.LargeBody;
import dev.claymore.ingest.LateBody;
import dev.claymore.store.StoreException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Registers routes: finds out who asks, checks that they may, turns every failure into one shape of error. */
final class Api {

    private static final System.Logger LOG = System.getLogger(Api.class.getName());

    private final Auth auth;
    private final List<Route> routes;

    Api(Auth auth, List<Route> routes) {
        this.auth = auth;
        this.routes = List.copyOf(routes);
    }

    List<Route> routes() {
        return routes;
    }

    void register(HttpRouting.Builder routing) {
        Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
        for (Route route : routes) {
            methods.computeIfAbsent(route.path(), path -> new TreeSet<>()).add(route.method());
            routing.route(
                    Method.create(route.method()),
                    route.path(),
                    (request, response) -> answer(route, request, response));
        }
        methods.forEach((path, allowed) -> routing.any(path, (request, response) -> {
            response.header(HeaderNames.ALLOW, String.join(", ", allowed));
            send(
                    response,
                    Problem.of(405, "method_not_allowed", "This path takes " + String.join(", ", allowed) + "."));
        }));
        for (String rest : List.of("/api", "/api/*", "/v1/*", "/health/*")) {
            routing.any(
                    rest, (request, response) -> send(response, Problem.notFound("There is nothing at this path.")));
        }
        routing.error(ProblemException.class, (request, response, e) -> send(response, e.problem()));
        routing.error(
                StoreException.class,
                (request, response, e) -> StoreProblems.of(e)
                        .ifPresentOrElse(problem -> send(response, problem), () -> fail(request, response, e)));
        routing.error(LateBody.class, (request, response, late) -> send(response, Problem.late(late)));
        routing.error(LargeBody.class, (request, response, large) -> send(response, Problem.large(large)));
        routing.error(Throwable.class, Api::fail);
    }

    private void answer(Route route, ServerRequest request, ServerResponse response) throws Exception {
        Optional<Caller> caller =
                route.access() == Route.Access.OPEN ? Optional.empty() : Optional.of(auth.identify(request));
        switch (route.access()) {
            case OPEN, SIGNED_IN -> {}
            case ADMIN -> {
                if (!(caller.orElseThrow() instanceof Caller.Admin)) {
                    throw Problem.of(403, "forbidden", "This needs the admin token.")
                            .thrown();
                }
            }
            case PROJECT -> {
                String projectId = request.path().pathParameters().get("projectId");
                if (!caller.orElseThrow().reaches(projectId)) {
                    throw Problem.of(403, "forbidden", "The token does not reach this project.")
                            .thrown();
                }
            }
        }
        if (!route.reads() && caller.filter(Caller.Viewer.class::isInstance).isPresent()) {
            throw Problem.of(403, "read_only", "This token may only read.").thrown();
        }
        route.handler().handle(new Exchange(request, response, caller));
    }

    static void send(ServerResponse response, Problem problem) {
        response.status(problem.status());
        // Of an answer that broke off before anything of it was sent.
        response.headers().remove(HeaderNames.CONTENT_ENCODING);
        response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        problem.retryAfter()
                .ifPresent(
                        wait -> response.header(HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
        response.send(Json.bytes(problem.body()));
    }

    private static void fail(ServerRequest request, ServerResponse response, Throwable failure) {
        if (failure instanceof RuntimeException gone && clientWentAway(gone)) {
            throw gone;
        }
        if (failure instanceof io.helidon.http.HttpException refused
                && refused.status().code() < 500) {
            send(response, Problem.of(refused.status().code(), "bad_request", "This is not a valid HTTP request."));
            return;
        }
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(
                Level.ERROR,
                () -> reference + ": " + request.prologue().method().text() + " "
                        + request.path().path() + " failed",
                failure);
        send(response, Problem.internal(reference));
    }

    /** Also in the middle of its body. */
    private static boolean clientWentAway(RuntimeException failure) {
        return failure instanceof ServerConnectionException
                || failure instanceof DataReader.InsufficientDataAvailableException
                || (failure instanceof UncheckedIOException io && io.getCause() instanceof SocketException);
    }

    /** The host a browser reached the server by, for what is shown to people. */
    static String origin(Config config, ServerRequest request) {
        if (config.publicUrl().isPresent()) {
            return config.publicUrl().get().toString().replaceFirst("/+$", "");
        }
        ServerRequestHeaders headers = request.headers();
        String scheme = headers.first(HeaderNames.X_FORWARDED_PROTO)
                .filter("https"::equals)
                .orElse("http");
        return scheme + "://" + request.authority();
    }
}
