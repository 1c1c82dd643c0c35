package dev.claymore.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What browsers load: the UI, the SDK for every site, the demo shop. */
final class Pages {

    /** Names with a content hash, as bundlers make them: what they name never changes. */
    private static final Pattern HASHED = Pattern.compile(".*[-.](?=[^./]*[0-9])[A-Za-z0-9_-]{8,}\\.[a-z0-9]+");

    private static final HeaderName CSP = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName RESOURCE_POLICY = HeaderNames.create("Cross-Origin-Resource-Policy");
    private static final HeaderName FRAME_OPTIONS = HeaderNames.create("X-Frame-Options");

    /**
     * Scripts only from here. A replay shows a page of somebody else's site in a sandboxed frame that inherits this
     * policy: its styles, images, fonts and media may come from where they came from on that site, its scripts may not run.
     */
    private static final String UI_POLICY = "default-src 'self'; script-src 'self'; connect-src 'self'; "
            + "style-src 'self' 'unsafe-inline' http: https: blob: data:; img-src * data: blob:; font-src * data: blob:; "
            + "media-src * data: blob:; frame-src 'self' about: blob: data:; worker-src 'self' blob:; object-src 'none'; "
            + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static final String SHOP_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
            + "form-action 'self'; frame-ancestors 'self'";

    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final String MINUTES = "public, max-age=300, stale-while-revalidate=86400";

    private final StaticFiles web;
    private final StaticFiles sdk;
    private final StaticFiles demo;
    private final Supplier<Optional<String>> demoWriteKey;

    /** {@code demoWriteKey} is empty while there is no project {@code demo}. */
    Pages(Config config, Supplier<Optional<String>> demoWriteKey) {
        this.web = new StaticFiles(config.home().resolve("web"));
        this.sdk = new StaticFiles(config.home().resolve("sdk"));
        this.demo = new StaticFiles(config.home().resolve("demo"));
        this.demoWriteKey = demoWriteKey;
    }

    void register(HttpRouting.Builder routing) {
        routing.get("/demo", (request, response) -> {
            response.status(308);
            response.header(HeaderNames.LOCATION, "/demo/");
            response.send();
        });
        routing.get("/demo/config.js", this::demoConfig);
        both(routing, "/demo/*", (request, response) -> {
            response.header(CSP, SHOP_POLICY);
            send(request, response, shop(request.path().path().substring("/demo/".length())), ASK_AGAIN);
        });
        both(routing, "/sdk/*", (request, response) -> {
            String path = request.path().path().substring("/sdk/".length());
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            response.header(RESOURCE_POLICY, "cross-origin");
            send(request, response, sdk.find(path), HASHED.matcher(path).matches() ? FOREVER : MINUTES);
        });
        both(routing, "/*", this::ui);
    }

    private static void both(HttpRouting.Builder routing, String path, io.helidon.webserver.http.Handler handler) {
        routing.route(Method.GET, path, handler);
        routing.route(Method.HEAD, path, handler);
    }

    /** A file of the shop, a directory's page, or the one page that knows all other paths; a name with a dot is a file. */
    private Optional<StaticFiles.Asset> shop(String path) {
        String directory = path.replaceFirst("/*$", path.isEmpty() ? "" : "/");
        return demo.find(path)
                .or(() -> demo.find(directory + "index.html"))
                .or(() -> path.contains(".") ? Optional.empty() : demo.find("index.html"));
    }

    /** The UI: a file when there is one, else its one page, which knows the path. */
    private void ui(ServerRequest request, ServerResponse response) {
        String path = request.path().path().substring(1);
        Optional<StaticFiles.Asset> asset = web.find(path);
        response.header(CSP, UI_POLICY);
        response.header(FRAME_OPTIONS, "DENY");
        if (asset.isPresent() || path.startsWith("assets/")) {
            send(request, response, asset, path.startsWith("assets/") && asset.isPresent() ? FOREVER : ASK_AGAIN);
        } else {
            send(request, response, web.find("index.html"), ASK_AGAIN);
        }
    }

    private void demoConfig(ServerRequest request, ServerResponse response) {
        String key = demoWriteKey.get().orElse("");
        response.headers().set(HeaderNames.CONTENT_TYPE, "text/javascript; charset=utf-8");
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(
                ("window.CLAYMORE_DEMO = { writeKey: " + new String(Json.bytes(key), StandardCharsets.UTF_8) + " };\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void send(
            ServerRequest request, ServerResponse response, Optional<StaticFiles.Asset> found, String caching) {
        if (found.isEmpty()) {
            Api.send(response, Problem.notFound("There is nothing at this path."));
            return;
        }
        StaticFiles.Asset asset = found.get();
        boolean gzip = asset.gzip().isPresent() && Exchange.acceptsGzip(request);
        // A weak tag: it names the content, and the content goes out in two encodings.
        String etag = "W/" + asset.etag();
        response.headers().set(HeaderNames.ETAG, etag);
        response.headers().set(HeaderNames.CACHE_CONTROL, caching);
        response.headers().set(HeaderNames.VARY, "Accept-Encoding");
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(sent -> sent.contains(asset.etag()))
                .isPresent()) {
            response.status(304);
            response.send();
            return;
        }
        response.headers().set(HeaderNames.CONTENT_TYPE, asset.contentType());
        if (gzip) {
            response.headers().set(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        byte[] body = gzip ? asset.gzip().orElseThrow() : asset.plain();
        if (request.prologue().method().equals(Method.HEAD)) {
            response.headers().set(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            response.send();
        } else {
            response.send(body);
        }
    }
}
