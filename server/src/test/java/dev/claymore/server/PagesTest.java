package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        TestServer.home(directory);
        server = TestServer.ready(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        var request = server.anonymous(path).GET();
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void everyPathOfTheUiIsItsOnePage() {
        for (String path : new String[] {"/", "/p/demo/overview", "/p/demo/sessions/018f?x=1", "/index.html"}) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).as(path).contains("<title>Claymore</title>");
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        }
    }

    @Test
    void thePolicyAllowsNoScriptsButOurs() {
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("object-src 'none'");
    }

    @Test
    void hashedPartsAreKeptForEverAndMissingOnesAreMissing() {
        assertThat(get("/assets/index-B1c2D3e4.js").headers().firstValue("Cache-Control"))
                .hasValue("public, max-age=31536000, immutable");
        assertThat(get("/assets/index-00000000.js").statusCode()).isEqualTo(404);
    }

    @Test
    void textGoesOutCompressed() throws Exception {
        HttpResponse<byte[]> response =
                server.sendBytes(server.anonymous("/assets/index-B1c2D3e4.js").header("Accept-Encoding", "br, gzip"));

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.body().length).isLessThan(200);
        assertThat(response.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    }

    @Test
    void aKnownTagSavesTheBody() {
        String etag = get("/sdk/claymore.js").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = get("/sdk/claymore.js", "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void theSdkIsForEverySite() {
        HttpResponse<String> response = get("/sdk/claymore.js");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .hasValue("cross-origin");
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("max-age=300");
        assertThat(get("/sdk/nothing.js").statusCode()).isEqualTo(404);
    }

    @Test
    void theShopKnowsTheKeyOfItsProject() {
        assertThat(get("/demo").headers().firstValue("Location")).hasValue("/demo/");
        assertThat(get("/demo/").body()).contains("<title>Shop</title>");
        assertThat(get("/demo/cart/").body()).contains("<title>Cart</title>");
        String key = server.server().database().projects().find("demo").isPresent()
                ? TestServer.json(server.get("/api/projects/demo"))
                        .get("writeKey")
                        .textValue()
                : server.project("demo").get("writeKey").textValue();
        assertThat(get("/demo/config.js").body()).contains(key);
    }

    @Test
    void nothingOutsideTheirDirectoriesIsServed() {
        for (String path : new String[] {"/sdk/..%2f..%2fdata%2fadmin-token", "/demo/%2e%2e/%2e%2e/data/admin-token"}) {
            HttpResponse<String> response = get(path);
            assertThat(response.body()).as(path).doesNotContain(TestServer.ADMIN);
        }
    }

    @Test
    void headSaysWhatGetWould() {
        HttpResponse<String> head =
                server.send(server.anonymous("/sdk/claymore.js").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(3800);
    }
}
