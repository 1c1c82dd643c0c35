package dev.claymore.otel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.claymore.otel.LogsSender.Outcome;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogsSenderTest {

    private static Outcome send(StalledReceiver receiver) throws InterruptedException {
        try (LogsSender sender = new LogsSender(Clock.systemUTC(), Duration.ofSeconds(1))) {
            return sender.send(
                    URI.create(receiver.endpoint()), PushHeaders.NONE, ExportLogsServiceRequest.getDefaultInstance());
        }
    }

    @Test
    void anAnswerThatStopsAfterItsHeadersIsNone() throws InterruptedException {
        try (StalledReceiver receiver = new StalledReceiver("")) {
            assertThat(send(receiver)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.message()).contains("no answer").contains("1 s");
                assertThat(failed.passing()).isTrue();
            });
            assertThat(receiver.answered()).isEqualTo(1);
        }
    }

    @Test
    void ofAnAnswerWithoutEndItsBeginningIsRead() throws InterruptedException {
        try (StalledReceiver receiver = new StalledReceiver("x".repeat(1 << 12))) {
            assertThat(send(receiver))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.message()).contains("not as a receiver of OTLP"));
        }
    }

    private static Outcome answered(int status, String contentType, byte[] body) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (!contentType.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (LogsSender sender = new LogsSender(Clock.systemUTC())) {
            return sender.send(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/logs"),
                    PushHeaders.NONE,
                    ExportLogsServiceRequest.getDefaultInstance());
        } finally {
            server.stop(0);
        }
    }

    private static Outcome answered(int status, String contentType, String body) throws Exception {
        return answered(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatAReceiverOfOtlpAnswersIsADelivery() throws Exception {
        ExportLogsServiceResponse partial = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(3)
                        .setErrorMessage("too old"))
                .build();
        String json = "{\"partialSuccess\":{\"rejectedLogRecords\":\"3\",\"errorMessage\":\"too old\"},\"new\":1}";
        for (Outcome outcome : List.of(
                answered(200, "application/x-protobuf", partial.toByteArray()),
                answered(200, "application/json; charset=utf-8", json))) {
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
                assertThat(accepted.rejected()).isEqualTo(3);
                assertThat(accepted.message()).isEqualTo("too old");
            });
        }
        for (Outcome outcome : List.of(
                answered(200, "application/x-protobuf", ""),
                answered(200, "application/json", "{}"),
                answered(200, "application/json", ""),
                answered(200, "", ""),
                answered(204, "", ""))) {
            assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void aPageIsNoDeliveryAndIsNotRepeated() throws Exception {
        for (Outcome outcome : List.of(
                answered(200, "text/html", "<html>hush</html>"),
                answered(200, "text/plain", ""),
                answered(200, "", "hush"),
                answered(200, "application/x-protobuf", "hush"),
                answered(200, "application/json", "\"hush\""),
                answered(200, "application/json", "{\"partialSuccess\":\"hush\"}"))) {
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.passing()).isFalse();
                assertThat(failed.message()).contains("200").doesNotContain("hush");
            });
        }
    }

    @Test
    void ofARefusalItsStatusIsToldAndTheMessageOfAStatus() throws Exception {
        byte[] status = {0x08, 0x07, 0x12, 0x04, 'f', 'u', 'l', 'l'};
        assertThat(answered(503, "application/x-protobuf", status))
                .isEqualTo(new Outcome.Failed("the receiver answered 503: full", Optional.empty(), true));
        assertThat(answered(401, "application/json", "{\"code\":16,\"message\":\"who is\\nthat?\"}"))
                .isEqualTo(new Outcome.Failed("the receiver answered 401: who is that?", Optional.empty(), false));
        assertThat(answered(500, "text/xml", "<aws>hush</aws>"))
                .isEqualTo(new Outcome.Failed("the receiver answered 500", Optional.empty(), false));
        assertThat(answered(400, "application/json", "{\"message\":{\"secret\":\"hush\"}}"))
                .isEqualTo(new Outcome.Refused("the receiver answered 400"));
        assertThat(answered(500, "application/json", "{\"message\":\"" + "x".repeat(5_000) + "\"}"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.message()).hasSizeLessThan(300));
    }
}
