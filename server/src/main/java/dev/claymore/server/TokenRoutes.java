package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.ApiToken;
import dev.claymore.store.Projects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Tokens that read one project. They are the admin's to give and to revoke, like the project's keys. */
final class TokenRoutes {

    private static final String TOKENS = "/api/projects/{projectId}/tokens";

    private final Database database;

    TokenRoutes(Database database) {
        this.database = database;
    }

    List<Route> routes() {
        return List.of(
                Route.admin("GET", TOKENS, this::list),
                Route.admin("POST", TOKENS, this::create),
                Route.admin("DELETE", TOKENS + "/{tokenId}", this::revoke));
    }

    private void list(Exchange exchange) {
        exchange.json(
                200,
                Map.of(
                        "tokens",
                        tokens(exchange.path("projectId")).stream()
                                .map(TokenRoutes::shown)
                                .toList()));
    }

    private void create(Exchange exchange) {
        String projectId = exchange.path("projectId");
        JsonNode body = exchange.body(Set.of("name", "role"));
        String role = Json.text(body, "role", 20).orElse("viewer");
        if (!role.equals("viewer")) {
            throw Problem.invalid("invalid_field", "\"role\" must be \"viewer\".")
                    .thrown();
        }
        try {
            Projects.CreatedToken created = database.projects()
                    .createToken(projectId, Json.required(body, "name", 200))
                    .orElseThrow(() -> ProjectRoutes.unknown(projectId));
            Map<String, Object> shown = shown(created.kept());
            shown.put("token", created.token());
            exchange.json(201, shown);
        } catch (Projects.TooManyTokensException e) {
            throw Problem.of(409, "too_many_tokens", e.getMessage()).thrown();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
    }

    private void revoke(Exchange exchange) {
        String projectId = exchange.path("projectId");
        String tokenId = exchange.path("tokenId");
        UUID id;
        try {
            id = UUID.fromString(tokenId);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_parameter", "The id of a token is a UUID.")
                    .thrown();
        }
        if (!database.projects().revokeToken(projectId, id)) {
            throw Problem.notFound("There is no such token.").thrown();
        }
        exchange.noContent();
    }

    private List<ApiToken> tokens(String projectId) {
        return database.projects().tokens(projectId).orElseThrow(() -> ProjectRoutes.unknown(projectId));
    }

    private static Map<String, Object> shown(ApiToken token) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("tokenId", token.tokenId().toString());
        shown.put("name", token.name());
        shown.put("role", token.role().name().toLowerCase(Locale.ROOT));
        shown.put("createdAt", Times.iso(token.createdAt()));
        return shown;
    }
}
