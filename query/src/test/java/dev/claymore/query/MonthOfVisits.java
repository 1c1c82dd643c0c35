package dev.claymore.query;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;

/** Four people and what they did in June 2026, told so that every analysis of it can be worked out by hand; and a neighbour project. */
final class MonthOfVisits {

    private MonthOfVisits() {}

    static ClickHouse told() {
        ClickHouse clickhouse = TestDatabase.migrated();
        Story story = new Story("shop");
        // ann buys on her first visit (sale, cart, purchase in 30 minutes) and is back on days 1, 7 and 15.
        story.session("2026-06-01T10:00:00Z", "a1")
                .user("ann")
                .with("device", "mobile")
                .with("release", "1.0")
                .view(0, "/")
                .view(5, "/sale")
                .view(6, "/sale")
                .view(20, "/cart")
                .custom(30, "purchase", 80);
        story.session("2026-06-02T10:00:00Z", "a1")
                .user("ann")
                .with("device", "mobile")
                .view(0, "/");
        story.session("2026-06-08T10:00:00Z", "a1")
                .user("ann")
                .with("device", "desktop")
                .view(0, "/sale")
                .view(1, "/cart")
                .view(2, "/sale");
        story.session("2026-06-16T10:00:00Z", "a1")
                .user("ann")
                .with("device", "mobile")
                .view(0, "/")
                .custom(1, "purchase", 20);
        // bob logs in halfway: as b1 he sees the sale, as bob the cart.
        Story.Session bob = story.session("2026-06-01T23:50:00Z", "b1").with("device", "desktop");
        bob.view(0, "/sale").event(5, "identify").user("bob").view(15, "/cart").view(20, "/sale");
        // cy sees cart before sale, then buys much later.
        story.session("2026-06-03T08:00:00Z", "c1")
                .with("device", "mobile")
                .with("release", "1.1")
                .view(0, "/cart")
                .view(10, "/sale")
                .event(
                        11,
                        "error",
                        "errorFingerprint",
                        "f1",
                        "errorType",
                        "TypeError",
                        "errorMessage",
                        "x is undefined")
                .event(12, "click", "selector", "#buy", "text", "Buy", "x", 100, "y", 50, "viewportWidth", 1000)
                .event(
                        13,
                        "click",
                        "selector",
                        "#buy",
                        "text",
                        "Buy",
                        "x",
                        110,
                        "y",
                        50,
                        "viewportWidth",
                        1000,
                        "name",
                        "rage")
                .event(14, "scroll", "name", "depth", "value", 45);
        story.session("2026-06-25T08:00:00Z", "c1")
                .with("device", "mobile")
                .with("release", "1.2")
                .custom(0, "purchase", 10)
                .event(1, "error", "errorFingerprint", "f1", "errorType", "TypeError", "errorMessage", "y is undefined")
                .event(2, "error", "errorFingerprint", "f2", "errorType", "RangeError", "errorMessage", "too much")
                .event(3, "click", "selector", "#help", "text", "Help", "x", 900, "y", 400, "viewportWidth", 1000)
                .event(4, "scroll", "name", "depth", "value", 100);
        // dan came in May already, and once in June.
        story.session("2026-05-20T12:00:00Z", "d1")
                .user("dan")
                .view(0, "/")
                .event(
                        1,
                        "error",
                        "errorFingerprint",
                        "f1",
                        "errorType",
                        "TypeError",
                        "errorMessage",
                        "x is undefined",
                        "release",
                        "0.9");
        story.session("2026-06-09T12:00:00Z", "d1").user("dan").view(0, "/sale");
        story.tell(clickhouse);
        Story other = new Story("acme");
        other.session("2026-06-01T10:00:00Z", "z1")
                .user("zoe")
                .view(0, "/sale")
                .view(1, "/cart")
                .custom(2, "purchase", 1_000)
                .event(3, "error", "errorFingerprint", "f1", "errorType", "TypeError", "errorMessage", "not yours");
        other.tell(clickhouse);
        return clickhouse;
    }
}
