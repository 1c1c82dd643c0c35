package dev.claymore.server;

import io.helidon.common.mapper.OptionalValue;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds out who asks, by token or by cookie, and that a cookie was not used by another site. Thread-safe. */
final class Auth {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final String BEARER = "Bearer ";

    private final byte[] adminDigest;
    private final SessionCookie cookie;
    private final Function<String, Optional<Caller>> ofProject;

    /** @param ofProject the holder of a project's secret key, or of a token for it */
    Auth(String adminToken, SessionCookie cookie, Function<String, Optional<Caller>> ofProject) {
        this.adminDigest = SessionCookie.sha256(adminToken.getBytes(StandardCharsets.UTF_8));
        this.cookie = cookie;
        this.ofProject = ofProject;
    }

    /**
     * Who asks.
     *
     * @throws ProblemException 401 without a valid token or cookie, 403 when another site sent the cookie
     */
    Caller identify(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        Optional<String> authorization = headers.first(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            return Optional.of(authorization.get())
                    .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                    .flatMap(value -> byToken(value.substring(BEARER.length()).strip()))
                    .orElseThrow(() -> unauthorized("The token is not valid."));
        }
        OptionalValue<String> sent = headers.cookies().first(SessionCookie.NAME);
        Caller caller = (sent.isPresent() ? cookie.verify(sent.get()) : Optional.<Caller>empty())
                .orElseThrow(() -> unauthorized("Sign in, or send a token as `Authorization: Bearer …`."));
        if (!SAFE.contains(request.prologue().method().text())) {
            refuseOtherSites(request, true);
        }
        return caller;
    }

    /** The holder of {@code token}; compared in constant time. */
    Optional<Caller> byToken(String token) {
        byte[] digest = SessionCookie.sha256(token.getBytes(StandardCharsets.UTF_8));
        if (MessageDigest.isEqual(digest, adminDigest)) {
            return Optional.of(new Caller.Admin());
        }
        return ofProject.apply(token);
    }

    /**
     * Browsers say where a request comes from; one from another site is refused.
     *
     * @param mustSay refuse also a request that does not say
     */
    static void refuseOtherSites(ServerRequest request, boolean mustSay) {
        ServerRequestHeaders headers = request.headers();
        Optional<String> site = headers.first(SEC_FETCH_SITE);
        Optional<String> origin = headers.first(HeaderNames.ORIGIN);
        boolean same;
        if (site.isPresent()) {
            same = site.get().equals("same-origin") || site.get().equals("none");
        } else if (origin.isPresent()) {
            same = origin.get().replaceFirst("^https?://", "").equalsIgnoreCase(request.authority());
        } else {
            same = !mustSay;
        }
        if (!same) {
            throw Problem.of(403, "cross_site", "The cookie counts only for requests from the UI's own pages.")
                    .thrown();
        }
    }

    private static ProblemException unauthorized(String message) {
        return Problem.of(401, "unauthorized", message).thrown();
    }
}
