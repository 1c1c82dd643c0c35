package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> login(String token, String... headers) {
        HttpRequest.Builder request = server.anonymous("/api/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    private static String cookie() {
        String set = login(TestServer.ADMIN).headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    private static HttpRequest.Builder withCookie(String path) {
        return server.anonymous(path).header("Cookie", cookie());
    }

    private static HttpResponse<String> create(HttpRequest.Builder request, String projectId) {
        return server.send(request.header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"projectId\":\"" + projectId + "\"}")));
    }

    @Test
    void theTokenBecomesACookieThatScriptsAndOtherSitesCannotUse() {
        HttpResponse<String> response = login(TestServer.ADMIN);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("claymore_session=")
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/")
                .doesNotContain(TestServer.ADMIN);
        assertThat(server.send(withCookie("/api/me").GET()).statusCode()).isEqualTo(200);
    }

    @Test
    void behindTlsTheCookieIsSecure() {
        assertThat(login(TestServer.ADMIN, "X-Forwarded-Proto", "https")
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow())
                .contains("Secure");
    }

    @Test
    void aWrongTokenGetsNoCookie() {
        HttpResponse<String> response = login("not-the-token");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aForgedCookieIsRefused() {
        assertThat(server.send(server.anonymous("/api/me")
                                .header("Cookie", cookie() + "x")
                                .GET())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatChangesThingsByCookieMustComeFromTheUi() {
        String origin = "http://127.0.0.1:" + server.server().port();

        assertThat(create(withCookie("/api/projects"), "a1").statusCode()).isEqualTo(403);
        assertThat(create(withCookie("/api/projects").header("Origin", "https://evil.example"), "a2")
                        .statusCode())
                .isEqualTo(403);
        assertThat(create(withCookie("/api/projects").header("Sec-Fetch-Site", "cross-site"), "a3")
                        .statusCode())
                .isEqualTo(403);
        assertThat(create(withCookie("/api/projects").header("Sec-Fetch-Site", "same-site"), "a4")
                        .statusCode())
                .isEqualTo(403);
        assertThat(create(withCookie("/api/projects").header("Origin", origin), "a5")
                        .statusCode())
                .isEqualTo(201);
        assertThat(create(withCookie("/api/projects").header("Sec-Fetch-Site", "same-origin"), "a6")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void anotherSiteCannotSignAnybodyIn() {
        assertThat(login(TestServer.ADMIN, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
    }

    @Test
    void signingOutDropsTheCookie() {
        HttpResponse<String> response = server.send(withCookie("/api/logout").POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("claymore_session=;")
                .contains("Max-Age=0");
    }
}
