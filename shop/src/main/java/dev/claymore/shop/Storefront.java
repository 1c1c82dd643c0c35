package dev.claymore.shop;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the pages of the shop ask for. It keeps nothing itself. */
final class Storefront {

    private static final String API = "/demo/api";
    private static final Pattern WAIT = Pattern.compile("(?:^|&)wait=(\\d{1,4})(?:&|$)");

    private final URI catalog;
    private final URI checkout;

    Storefront(URI catalog, URI checkout) {
        this.catalog = catalog;
        this.checkout = checkout;
    }

    void doors(Service service) {
        Neighbour stock = service.neighbour("catalog", catalog);
        Neighbour orders = service.neighbour("checkout", checkout);
        service.door(API + "/stock/", API + "/stock/{product}", request -> stock.get("/stock/" + request.last()));
        service.door(API + "/coupon", API + "/coupon", request -> orders.post("/coupons", request.bytes()));
        service.door(API + "/shipping", API + "/shipping", request -> orders.post("/addresses", request.bytes()));
        service.door(API + "/payment", API + "/payment", request -> orders.post("/orders", request.bytes()));
        service.door(API + "/photo/", API + "/photo/{file}", Storefront::photo);
        for (String kind : new String[] {"/login", "/signup"}) {
            service.door(API + kind, API + kind, request -> {
                service.work("SELECT shop.people")
                        .in("postgresql", "SELECT id FROM people WHERE email = $1")
                        .at("db")
                        .takes(Duration.ofMillis(9));
                return request.body().path("email").asText().isBlank()
                        ? Reply.of(400, Map.of("message", "An email is needed"))
                        : Reply.of(Map.of("welcome", true));
            });
        }
    }

    /** A picture that comes late: the browser is sent on to the file after a while. */
    private static Reply photo(Request request) throws InterruptedException {
        Matcher wait = WAIT.matcher(
                request.uri().getQuery() == null ? "" : request.uri().getQuery());
        if (wait.find()) {
            Thread.sleep(Math.min(5_000, Integer.parseInt(wait.group(1))));
        }
        return Reply.moved("/demo/pictures/" + request.last().replaceAll("[^a-z.]", ""));
    }
}
