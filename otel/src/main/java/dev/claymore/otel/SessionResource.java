package dev.claymore.otel;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Locale;
import java.util.Map;

/** What a session's records come from: the site, in a visitor's browser, at a place. */
final class SessionResource {

    /** Of the semantic conventions that the names here are taken from. */
    static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.45.0";

    static final InstrumentationScope SCOPE =
            InstrumentationScope.newBuilder().setName("dev.claymore").build();

    private static final Map<String, String> OS_TYPES = Map.of(
            "windows", "windows",
            "mac os x", "darwin",
            "macos", "darwin",
            "ios", "darwin",
            "ipados", "darwin",
            "linux", "linux",
            "ubuntu", "linux",
            "android", "linux",
            "chrome os", "linux");

    private SessionResource() {}

    static Resource of(ExportedSession session) {
        Attributes attributes = new Attributes()
                .text("service.name", session.projectId())
                .text("service.version", session.release())
                .text("deployment.environment.name", session.environment())
                .text("browser.language", session.locale())
                .text("user_agent.name", session.browser())
                .text("user_agent.version", session.browserVersion())
                .text("user_agent.os.name", session.os())
                .text("user_agent.synthetic.type", session.bot() ? "bot" : "")
                .text("os.name", session.os())
                .text("os.type", OS_TYPES.get(session.os().toLowerCase(Locale.ROOT)))
                .text("claymore.device.type", session.device())
                .text("geo.country.iso_code", session.country())
                // The region is known by its name; the convention's attribute takes codes.
                .text("claymore.geo.region", session.region())
                .text("geo.locality.name", session.city());
        if (!session.device().isEmpty()) {
            attributes.flag("browser.mobile", session.device().equals("mobile"));
        }
        return Resource.newBuilder().addAllAttributes(attributes.list()).build();
    }
}
