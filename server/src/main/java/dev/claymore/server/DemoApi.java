package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the demo shop's pages ask for. It keeps nothing, answers plausibly, and fails where a shop would: some payments, a
 * photo that takes its time, coupons that do not exist. The shop is there to have something worth finding in its recordings.
 */
final class DemoApi {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final double LARGE_ORDER = 400;

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/demo/api/stock/{product}", DemoApi::stock),
                Route.open("GET", "/demo/api/photo/{file}", DemoApi::photo),
                Route.open("POST", "/demo/api/coupon", DemoApi::coupon),
                Route.open("POST", "/demo/api/login", DemoApi::welcome),
                Route.open("POST", "/demo/api/signup", DemoApi::welcome),
                Route.open("POST", "/demo/api/shipping", DemoApi::shipping),
                Route.open("POST", "/demo/api/payment", DemoApi::payment));
    }

    private static void stock(Exchange exchange) {
        exchange.json(
                200,
                Map.of("inStock", 1 + Math.floorMod(exchange.path("product").hashCode(), 24)));
    }

    /** A picture that comes late: the browser is sent on to the file after a while. */
    private static void photo(Exchange exchange) throws InterruptedException {
        Thread.sleep(exchange.query("wait", 0, 0, (int) LONGEST_WAIT.toMillis()));
        String file = exchange.path("file").replaceAll("[^a-z.]", "");
        exchange.response().status(302);
        exchange.response().header(HeaderNames.LOCATION, "/demo/pictures/" + file);
        exchange.response().send();
    }

    private static void coupon(Exchange exchange) {
        String code = Json.text(exchange.body(Set.of("code")), "code", 100).orElse("");
        if (code.strip().equalsIgnoreCase("TRAIL10")) {
            exchange.json(200, Map.of("percent", 10));
        } else {
            exchange.json(422, Map.of("message", "There is no such coupon"));
        }
    }

    private static void welcome(Exchange exchange) {
        Json.required(exchange.body(Set.of("email")), "email", 320);
        exchange.json(200, Map.of("welcome", true));
    }

    private static void shipping(Exchange exchange) throws InterruptedException {
        exchange.body(Set.of("country", "items"));
        Thread.sleep(120);
        exchange.json(200, Map.of("days", 3));
    }

    /** Cards that end in 0002 are declined; large orders and tents time out at the first attempt. */
    private static void payment(Exchange exchange) throws InterruptedException {
        JsonNode order = exchange.body(Set.of("total", "attempt", "products", "lastDigits"));
        if (order.path("lastDigits").asText().equals("0002")) {
            exchange.json(402, Map.of("message", "The card was declined"));
            return;
        }
        boolean heavy = order.path("total").asDouble() >= LARGE_ORDER
                || order.path("products").toString().contains("\"lark-tent\"");
        if (heavy && order.path("attempt").asInt() <= 1) {
            Thread.sleep(900);
            exchange.json(500, Map.of("message", "The payment provider did not answer"));
            return;
        }
        Thread.sleep(250);
        exchange.json(200, Map.of("order", "T-" + UUID.randomUUID().toString().substring(0, 6)));
    }
}
