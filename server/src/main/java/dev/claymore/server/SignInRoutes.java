package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Signing in and out of the UI, and who one is. */
final class SignInRoutes {

    private final Config config;
    private final Auth auth;
    private final SessionCookie cookie;
    private final Database database;

    SignInRoutes(Config config, Auth auth, SessionCookie cookie, Database database) {
        this.config = config;
        this.auth = auth;
        this.cookie = cookie;
        this.database = database;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", "/api/login", this::login),
                Route.open("POST", "/api/logout", this::logout),
                Route.signedIn("GET", "/api/me", this::me));
    }

    private void login(Exchange exchange) {
        Auth.refuseOtherSites(exchange.request(), false);
        JsonNode body = exchange.body(Set.of("token"));
        Caller caller = auth.byToken(Json.required(body, "token", 256))
                .orElseThrow(() -> Problem.of(401, "unauthorized", "The token is not valid.")
                        .thrown());
        setCookie(exchange, cookie.issue(caller), SessionCookie.LIFE);
        exchange.noContent();
    }

    private void logout(Exchange exchange) {
        Auth.refuseOtherSites(exchange.request(), false);
        setCookie(exchange, "", Duration.ZERO);
        exchange.noContent();
    }

    private void me(Exchange exchange) {
        String role = switch (exchange.caller()) {
            case Caller.Admin() -> "admin";
            case Caller.Project(var _) -> "project";
            case Caller.Viewer(var _, var _) -> "viewer";
        };
        List<Map<String, String>> reached = database.projects().list().stream()
                .filter(project -> exchange.caller().reaches(project.projectId()))
                .map(project -> Map.of("projectId", project.projectId(), "name", project.name()))
                .toList();
        exchange.json(200, Map.of("role", role, "projects", reached));
    }

    private void setCookie(Exchange exchange, String value, Duration life) {
        boolean secure = Api.origin(config, exchange.request()).startsWith("https:");
        exchange.response()
                .header(
                        HeaderNames.SET_COOKIE,
                        SessionCookie.NAME + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                                + life.toSeconds() + (secure ? "; Secure" : ""));
    }
}
