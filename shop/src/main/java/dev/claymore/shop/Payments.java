package dev.claymore.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.logs.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Charges cards. Ones that end in 0002 are declined; the acquirer does not answer the first attempt for large orders and tents; orders to Germany
 * wait for a credit bureau that is slow.
 */
final class Payments {

    private static final double LARGE_ORDER = 400;

    void doors(Service service) {
        service.door("/charges", "/charges", request -> {
            JsonNode order = request.body();
            if (order.path("lastDigits").asText().equals("0002")) {
                service.log(Severity.WARN, "The card was declined");
                return Reply.of(402, Map.of("message", "The card was declined"));
            }
            if (order.path("country").asText().equals("Germany")) {
                service.work("credit check").at("scores.bureau.example").takes(Duration.ofMillis(650));
                service.log(Severity.WARN, "The credit bureau took 650 ms");
            }
            boolean heavy = order.path("total").asDouble() >= LARGE_ORDER
                    || order.path("products").toString().contains("\"lark-tent\"");
            if (heavy && order.path("attempt").asInt() <= 1) {
                IOException failure =
                        service.work("POST").at("api.acquirer.example").fails(Duration.ofMillis(850), "Read timed out");
                service.log(Severity.ERROR, "The acquirer did not answer: " + failure.getMessage());
                return Reply.failed(504, "The acquirer did not answer");
            }
            service.work("POST").at("api.acquirer.example").takes(Duration.ofMillis(190));
            return Reply.of(Map.of("charged", true));
        });
    }
}
