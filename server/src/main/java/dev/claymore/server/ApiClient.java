package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.ProjectId;
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
                if (!Secrets.fitsHeader(token)) {
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

    /** The project named, else the only one there is. It stands in addresses as it is. */
    String project(String named) {
        if (!named.isEmpty()) {
            if (!ProjectId.valid(named)) {
                throw new ClientFailure(
                        "--project " + named + " is no project's id: these have lower-case letters, digits, _ and -");
            }
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
        return send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (ConnectException e) {
            throw new ClientFailure(
                    "no server answers at " + base + ": start it with `./claymore serve`, or set CLAYMORE_URL");
        } catch (IOException e) {
            throw new ClientFailure("the server at " + base + " did not answer: " + ClientFailure.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted");
        }
    }

    /**
     * A download of any length.
     *
     * @param disposition how its Content-Disposition begins: something else may answer at this address
     */
    InputStream open(String path, String disposition) throws IOException {
        HttpResponse<InputStream> response =
                send(request(path).timeout(Duration.ofHours(1)).GET(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == 200
                && response.headers()
                        .firstValue("Content-Disposition")
                        .filter(given -> given.startsWith(disposition))
                        .isPresent()) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            JsonNode problem = tree(response.statusCode(), body.readNBytes(1 << 16), "an export");
            throw response.statusCode() >= 400
                    ? refused(response.statusCode(), problem)
                    : without(response.statusCode(), "an export");
        }
    }

    JsonNode json(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        JsonNode body = tree(response.statusCode(), response.body().getBytes(StandardCharsets.UTF_8), "JSON");
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), body);
        }
        return body;
    }

    private JsonNode tree(int status, byte[] body, String expected) {
        try {
            return Json.tree(body);
        } catch (ProblemException e) {
            throw without(status, expected);
        }
    }

    private ClientFailure without(int status, String expected) {
        return new ClientFailure("the server at " + base + " answered " + status + " without " + expected
                + ": is it Claymore? CLAYMORE_URL says where it is");
    }

    private static ClientFailure refused(int status, JsonNode body) {
        String hint = status == 401 ? " Set CLAYMORE_TOKEN, or CLAYMORE_DATA to the data directory of the server." : "";
        return new ClientFailure(body.at("/error/message").asText("status " + status) + hint);
    }

    @Override
    public void close() {
        client.close();
    }
}
