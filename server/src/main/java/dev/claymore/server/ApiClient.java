package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The API of a server that runs, for commands: at {@code CLAYMORE_URL}, else on this machine's {@code CLAYMORE_PORT}; with
 * {@code CLAYMORE_TOKEN}, else the admin token of {@code CLAYMORE_DATA}.
 */
final class ApiClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final URI base;
    private final Optional<String> token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private ApiClient(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    static ApiClient of(Map<String, String> environment) {
        return new ApiClient(base(environment), token(environment));
    }

    private static URI base(Map<String, String> environment) {
        String url = environment.getOrDefault("CLAYMORE_URL", "").strip();
        if (!url.isEmpty()) {
            return Settings.httpUrl(url.replaceFirst("/+$", ""))
                    .orElseThrow(() -> refused("CLAYMORE_URL", Settings.withoutPassword(url), Settings.HTTP_URL));
        }
        String port = environment.getOrDefault("CLAYMORE_PORT", "").strip();
        return Settings.httpUrl("http://127.0.0.1:" + (port.isEmpty() ? "8080" : port))
                .filter(uri -> uri.getPort() > 0 && uri.getRawPath().isEmpty())
                .orElseThrow(() -> refused("CLAYMORE_PORT", port, "the port of a server that runs, from 1 to 65535"));
    }

    private static ClientFailure refused(String key, String value, String allowed) {
        return new ClientFailure(key + "=" + value + " (environment): must be " + allowed);
    }

    private static Optional<String> token(Map<String, String> environment) {
        for (String key : new String[] {"CLAYMORE_TOKEN", "CLAYMORE_ADMIN_TOKEN"}) {
            String token = environment.getOrDefault(key, "").strip();
            if (!token.isEmpty()) {
                if (!token.matches("[\\x21-\\x7e]+")) {
                    throw new ClientFailure(key + " (environment) has characters that no token has");
                }
                return Optional.of(token);
            }
        }
        Path kept = Path.of(environment.getOrDefault("CLAYMORE_DATA", "data"), "admin-token");
        try {
            return Files.isReadable(kept) ? Optional.of(Files.readString(kept).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new ClientFailure(kept + " cannot be read: " + e.getMessage());
        }
    }

    URI base() {
        return base;
    }

    /** The project named, else the only one there is. */
    String project(String named) {
        if (!named.isEmpty()) {
            return named;
        }
        JsonNode projects = get("/api/me").path("projects");
        if (projects.size() == 1) {
            return projects.get(0).path("projectId").asText();
        }
        StringBuilder ids = new StringBuilder();
        projects.forEach(project -> ids.append(ids.isEmpty() ? "" : ", ")
                .append(project.path("projectId").asText()));
        throw new ClientFailure(
                projects.isEmpty() ? "there is no project yet" : "which project? --project one of " + ids);
    }

    JsonNode get(String path) {
        return json(request(path).GET());
    }

    JsonNode post(String path, Object body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (ConnectException e) {
            throw new ClientFailure(
                    "no server answers at " + base + ": start it with `./claymore serve`, or set CLAYMORE_URL");
        } catch (IOException e) {
            throw new ClientFailure("the server at " + base + " did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted");
        }
    }

    /** An answer of any length, whose status is good. */
    HttpResponse<InputStream> open(String path) {
        HttpResponse<InputStream> response;
        try {
            response = client.send(
                    request(path).timeout(Duration.ofHours(1)).GET().build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() < 400) {
                return response;
            }
            try (InputStream body = response.body()) {
                JsonNode problem = Json.tree(body.readNBytes(1 << 16));
                throw new ClientFailure(problem.at("/error/message").asText("status " + response.statusCode()));
            }
        } catch (IOException e) {
            throw new ClientFailure("the server at " + base + " did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted");
        }
    }

    JsonNode json(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        JsonNode body;
        try {
            body = Json.tree(response.body().getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException e) {
            throw new ClientFailure("the server at " + base + " answered " + response.statusCode() + " without JSON");
        }
        if (response.statusCode() >= 400) {
            String hint = response.statusCode() == 401
                    ? " Set CLAYMORE_TOKEN, or CLAYMORE_DATA to the data directory of the server."
                    : "";
            throw new ClientFailure(body.at("/error/message").asText("status " + response.statusCode()) + hint);
        }
        return body;
    }

    @Override
    public void close() {
        client.close();
    }
}
