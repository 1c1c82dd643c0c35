package dev.claymore.shop;

import io.opentelemetry.api.logs.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Coupons, addresses and orders. */
final class Checkout {

    private final URI catalog;
    private final URI payments;

    Checkout(URI catalog, URI payments) {
        this.catalog = catalog;
        this.payments = payments;
    }

    void doors(Service service) {
        Neighbour stock = service.neighbour("catalog", catalog);
        Neighbour charges = service.neighbour("payments", payments);
        service.door("/coupons", "/coupons", request -> {
            service.work("SELECT shop.coupons")
                    .in("postgresql", "SELECT percent FROM coupons WHERE code = $1")
                    .at("db")
                    .takes(Duration.ofMillis(8));
            return request.body().path("code").asText().strip().equalsIgnoreCase("TRAIL10")
                    ? Reply.of(Map.of("percent", 10))
                    : Reply.of(422, Map.of("message", "There is no such coupon"));
        });
        service.door("/addresses", "/addresses", request -> {
            service.work("INSERT shop.addresses")
                    .in("postgresql", "INSERT INTO addresses VALUES ($1, $2)")
                    .at("db")
                    .takes(Duration.ofMillis(14));
            service.work("POST").at("rates.carrier.example").takes(Duration.ofMillis(95));
            return Reply.of(Map.of("days", 3));
        });
        service.door("/orders", "/orders", request -> {
            stock.post("/reservations", request.bytes());
            Reply charged = charges.post("/charges", request.bytes());
            if (charged.status() == 402) {
                return charged;
            }
            if (charged.status() >= 400) {
                return Reply.failed(500, "The payment provider did not answer");
            }
            service.work("INSERT shop.orders")
                    .in("postgresql", "INSERT INTO orders VALUES ($1, $2, $3)")
                    .at("db")
                    .takes(Duration.ofMillis(11));
            service.log(Severity.INFO, "Order saved");
            return Reply.of(Map.of("order", "T-" + UUID.randomUUID().toString().substring(0, 6)));
        });
    }
}
