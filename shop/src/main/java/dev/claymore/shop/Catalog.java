package dev.claymore.shop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Knows what is in stock: a cache in front of a database, and one question in four passes the cache. */
final class Catalog {

    private final AtomicLong asked = new AtomicLong();

    void doors(Service service) {
        service.door("/stock/", "/stock/{product}", request -> {
            service.work("GET").in("redis", "GET stock:?").at("cache").takes(Duration.ofMillis(3));
            if (asked.getAndIncrement() % 4 == 0) {
                service.work("SELECT shop.stock")
                        .in("postgresql", "SELECT amount FROM stock WHERE product = $1")
                        .at("db")
                        .takes(Duration.ofMillis(35));
            }
            return Reply.of(Map.of("inStock", 1 + Math.floorMod(request.last().hashCode(), 24)));
        });
        service.door("/reservations", "/reservations", request -> {
            service.work("UPDATE shop.stock")
                    .in("postgresql", "UPDATE stock SET amount = amount - $1 WHERE product = $2")
                    .at("db")
                    .takes(Duration.ofMillis(12));
            return Reply.of(Map.of("reserved", true));
        });
    }
}
