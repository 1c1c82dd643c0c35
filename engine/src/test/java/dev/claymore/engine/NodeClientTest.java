package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** ClickHouse's client for Node, {@code @clickhouse/client}; {@code npm install} brings it. */
class NodeClientTest {
    @Test
    void queriesInsertsStreamsAborts() throws Exception {
        Path module = Path.of(System.getProperty("claymore.root", ".."), "engine");
        Process node = new ProcessBuilder(
                        "node",
                        "src/test/js/client.mjs",
                        TestEngine.shared().endpoint().toString(),
                        TestEngine.PASSWORD)
                .directory(module.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor()).as(output).isZero();
        assertThat(output).endsWith("all is well\n");
    }
}
