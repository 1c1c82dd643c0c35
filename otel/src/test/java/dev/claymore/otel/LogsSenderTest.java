package dev.claymore.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.otel.LogsSender.Outcome;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
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
            assertThat(send(receiver)).isInstanceOf(Outcome.Accepted.class);
        }
    }
}
