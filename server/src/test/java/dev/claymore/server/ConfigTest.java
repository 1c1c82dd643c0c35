package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

    @TempDir
    Path directory;

    private Config load(String... pairs) {
        Map<String, String> environment = new HashMap<>(Map.of("CLAYMORE_DATA", directory.toString()));
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return Config.load(environment, directory, Config.LOOPBACK);
    }

    @Test
    void aPasswordInAnAddressIsRefusedAndNotShown() {
        for (String password : new String[] {"secret", "se^cret", "se/cret", "se@cret"}) {
            assertThatThrownBy(() -> load("CLAYMORE_CLICKHOUSE_URL", "http://ann:" + password + "@localhost:8123"))
                    .isInstanceOf(BadConfig.class)
                    .hasMessageContaining("http://…@localhost:8123")
                    .hasMessageContaining("without user and password")
                    .hasMessageNotContaining(password);
        }
    }

    @Test
    void anEmptyEnvironmentGivesTheDefaults() {
        Config config = load();

        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.enginePort()).isEqualTo(8123);
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.embedded()).isTrue();
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(75));
    }

    @Test
    void filesAndNetworksThatAreNoneAreNamed() throws IOException {
        Path junk = Files.writeString(directory.resolve("junk.mmdb"), "no database");
        for (String[] wrong : new String[][] {
            {"CLAYMORE_TRUSTED_PROXIES", "10.0.0.0/8,1.2.3.4/99"},
            {"CLAYMORE_GEO_DATABASE", "/nope"},
            {"CLAYMORE_GEO_DATABASE", junk.toString()},
            {"CLAYMORE_DATA", junk.toString()},
            {"CLAYMORE_DATA", junk + "/below"},
        }) {
            assertThatThrownBy(() -> load(wrong))
                    .isInstanceOf(BadConfig.class)
                    .hasMessageContaining(wrong[0] + "=" + wrong[1]);
        }
        assertThat(load("CLAYMORE_TRUSTED_PROXIES", "10.0.0.0/8, ::1").trustedProxies())
                .containsExactly("10.0.0.0/8", "::1");
        assertThat(load("CLAYMORE_TRUSTED_PROXIES", ",,").trustedProxies()).isEmpty();
    }

    @Test
    void aTokenOfTheFileIsAsLongAsOneOfTheEnvironment() throws IOException {
        Files.writeString(directory.resolve("admin-token"), "short\n");

        assertThatThrownBy(this::load)
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("admin-token")
                .hasMessageContaining("16 to 256")
                .hasMessageNotContaining("short");
    }

    @Test
    void hostsAndPortsAreTriedBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String key : List.of("CLAYMORE_PORT", "CLAYMORE_OTLP_HTTP_PORT", "CLAYMORE_OTLP_GRPC_PORT")) {
                Map<String, String> ports = new HashMap<>(Map.of(
                        "CLAYMORE_PORT", "0", "CLAYMORE_OTLP_HTTP_PORT", "off", "CLAYMORE_OTLP_GRPC_PORT", "off"));
                ports.put(key, port);
                Config config = load(ports.entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toArray(String[]::new));
                assertThatThrownBy(() -> FreePorts.check(config))
                        .isInstanceOf(BadConfig.class)
                        .hasMessageContaining("Port " + port)
                        .hasMessageContaining(key);
            }
        }
        for (String host : List.of("nope.invalid", "192.0.2.1")) {
            Config config = load("CLAYMORE_HOST", host);
            assertThatThrownBy(() -> FreePorts.check(config))
                    .isInstanceOf(BadConfig.class)
                    .hasMessageContaining("CLAYMORE_HOST=" + host);
        }
    }

    @Test
    void aBucketIsCheckedAndItsKeysAreNeverRepeated() {
        Config config = load(
                "CLAYMORE_S3_ENDPOINT",
                "https://s3.example/",
                "CLAYMORE_S3_BUCKET",
                "shop-data",
                "CLAYMORE_S3_ACCESS_KEY",
                "AKEY",
                "CLAYMORE_S3_SECRET_KEY",
                "very-secret");
        assertThat(config.storage().s3().orElseThrow().location())
                .hasToString("https://s3.example/shop-data/claymore/");
        assertThat(config.toString()).doesNotContain("very-secret").doesNotContain("AKEY");
        assertThatThrownBy(() -> load("CLAYMORE_S3_BUCKET", "shop-data"))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("CLAYMORE_S3_BUCKET=shop-data")
                .hasMessageContaining("CLAYMORE_S3_ENDPOINT");
        assertThatThrownBy(() -> load(
                        "CLAYMORE_S3_ENDPOINT",
                        "https://s3.example",
                        "CLAYMORE_S3_BUCKET",
                        "b1-",
                        "CLAYMORE_S3_SECRET_KEY",
                        "very-secret"))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("CLAYMORE_S3_SECRET_KEY")
                .hasMessageNotContaining("very-secret");
    }

    @Test
    void dataInABucketIsNeverLeftBehind() throws IOException {
        load("CLAYMORE_S3_ENDPOINT", "https://s3.example", "CLAYMORE_S3_BUCKET", "shop-data");
        load();
        Path metadata = directory.resolve("engine/clickhouse/disks/claymore_s3/abc");
        Files.createDirectories(metadata);
        Files.writeString(metadata.resolve("part"), "3");
        for (String[] other :
                new String[][] {{}, {"CLAYMORE_S3_ENDPOINT", "https://s3.example", "CLAYMORE_S3_BUCKET", "elsewhere"}
                }) {
            assertThatThrownBy(() -> load(other))
                    .isInstanceOf(BadConfig.class)
                    .hasMessageContaining("https://s3.example/shop-data/claymore/");
        }
        assertThat(load("CLAYMORE_S3_ENDPOINT", "https://s3.example", "CLAYMORE_S3_BUCKET", "shop-data")
                        .storage()
                        .s3())
                .isPresent();
    }

    @Test
    void secretsAreMadeOnceAndAreTheirOwnersOnly() throws IOException {
        Config first = load();
        Config second = load();

        assertThat(first.adminToken()).hasSizeGreaterThan(30).isEqualTo(second.adminToken());
        assertThat(first.clickHousePassword())
                .isEqualTo(second.clickHousePassword())
                .isNotEqualTo(first.adminToken());
        for (String file : new String[] {"admin-token", "engine-password"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theFileHoldsTheSameKeysAndTheEnvironmentWins() throws IOException {
        Files.writeString(directory.resolve("claymore.conf"), "CLAYMORE_PORT=9001\nCLAYMORE_MAX_BODY_BYTES = 2m\n");

        assertThat(load().port()).isEqualTo(9001);
        assertThat(load().maxBodyBytes()).isEqualTo(2 << 20);
        assertThat(load("CLAYMORE_PORT", "9002").port()).isEqualTo(9002);
    }

    @Test
    void aKeyInTheFileThatDoesNotExistIsNamed() throws IOException {
        Files.writeString(directory.resolve("claymore.conf"), "CLAYMORE_PROT=9001\n");

        assertThatThrownBy(this::load)
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("CLAYMORE_PROT")
                .hasMessageContaining("CLAYMORE_PORT");
    }

    @Test
    void aFileThatWasNamedAndIsNotThereIsAnError() {
        assertThatThrownBy(() ->
                        load("CLAYMORE_CONFIG", directory.resolve("none.conf").toString()))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("CLAYMORE_CONFIG=")
                .hasMessageContaining("no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLAYMORE_PORT|65536|a whole number from 0 to 65535",
                "CLAYMORE_PORT|eighty|a whole number from 0 to 65535",
                "CLAYMORE_SPOOL_BYTES|1m|a size from 64m to 16384g",
                "CLAYMORE_ENGINE_MEMORY|999999999999g|a size from 512m to 1024g",
                "CLAYMORE_IDLE_TIMEOUT|75|a time from 1s to 1h",
                "CLAYMORE_CLICKHOUSE_URL|localhost:8123|an http:// or https:// URL",
                "CLAYMORE_REQUEST_LOG|some|one of none errors all",
            })
    void aBadValueIsRefusedWithKeyValueAndRange(String key, String value, String allowed) {
        assertThatThrownBy(() -> load(key, value))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining(key + "=" + value)
                .hasMessageContaining("(environment)")
                .hasMessageContaining(allowed);
    }

    @Test
    void aRefusedSecretIsNotRepeated() {
        assertThatThrownBy(() -> load("CLAYMORE_ADMIN_TOKEN", "hunter2"))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("CLAYMORE_ADMIN_TOKEN=(7 characters)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aTokenThatCannotStandInAHeaderIsRefused() {
        for (String token : List.of("a token with spaces in it", "schlüssel-mit-umlauten")) {
            assertThatThrownBy(() -> load("CLAYMORE_ADMIN_TOKEN", token))
                    .isInstanceOf(BadConfig.class)
                    .hasMessageContaining("CLAYMORE_ADMIN_TOKEN=(")
                    .hasMessageContaining("ASCII")
                    .hasMessageNotContaining(token);
        }
    }

    @Test
    void aSecretOfNothingIsNone() throws IOException {
        for (String file : List.of("admin-token", "engine-password")) {
            Files.createFile(directory.resolve(file));
        }

        Config config = load();

        assertThat(config.adminToken()).hasSizeGreaterThan(30);
        assertThat(config.clickHousePassword()).hasSizeGreaterThan(30);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("admin-token", "engine-password");
        }
    }

    @Test
    void aLibraryThatIsNoneIsNamed() throws IOException {
        Path junk = Files.writeString(directory.resolve("junk.so"), "no library");
        for (String named : List.of("/nope/lib.so", directory.toString(), junk.toString())) {
            assertThatThrownBy(() -> load("CLAYMORE_LIBCHDB", named))
                    .isInstanceOf(BadConfig.class)
                    .hasMessageStartingWith("CLAYMORE_LIBCHDB=" + named + " (environment)");
        }
    }

    @Test
    void aKeyThatStandsTwiceInTheFileIsNamedWithItsLine() throws IOException {
        Path file = directory.resolve("claymore.conf");
        Files.writeString(file, """
                # CLAYMORE_PORT=9000 \\
                CLAYMORE_PORT=9001

                CLAYMORE_HOST = \\
                  127.0.0.1
                ! CLAYMORE_PORT=9002
                """);
        assertThat(load().port()).isEqualTo(9001);
        assertThat(load().host()).isEqualTo("127.0.0.1");

        Files.writeString(file, "CLAYMORE_PORT : 9003\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::load)
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("claymore.conf, line 7: CLAYMORE_PORT");
    }
}
