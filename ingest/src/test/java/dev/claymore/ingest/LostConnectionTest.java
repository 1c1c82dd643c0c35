package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ClickHouseOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A ClickHouse of one's own closes connections that were idle for some seconds, perhaps just when rows are on their way. */
final class LostConnectionTest {

    @Test
    void rows_are_sent_again_from_their_beginning() throws Exception {
        List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(exchange.getRequestBody().readAllBytes());
            if (bodies.size() > 1) {
                exchange.sendResponseHeaders(200, -1);
            }
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (ClickHouse clickhouse = ClickHouse.connect(ClickHouseOptions.of(endpoint, ""))) {
            Sink.into(clickhouse).insert(someRows(), "token");
        } finally {
            server.stop(0);
        }
        assertThat(bodies).hasSize(2);
        assertThat(bodies.getFirst()).isEqualTo(bodies.getLast()).isNotEmpty();
    }

    private static TableRows someRows() {
        RowBuffer rows = new RowBuffer(1 << 10);
        RowIndex index = new RowIndex();
        for (int i = 0; i < 1_000; i++) {
            int begin = rows.size();
            rows.uuid(i, i).string("page " + UUID.randomUUID());
            index.add(rows.size() - begin);
        }
        TableRows table = new TableRows(
                "events", List.of(new Layout.Column("eventId", "uuid"), new Layout.Column("page", "label")));
        table.add(new SpoolRecord.Rows(rows.array(), 0, index.toArray()), "shop");
        return table;
    }
}
