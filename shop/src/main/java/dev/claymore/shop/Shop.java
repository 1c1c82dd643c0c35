package dev.claymore.shop;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;

/** The shop's backend, running: {@code storefront} answers browsers and asks {@code catalog}, {@code checkout} and {@code payments}. */
public final class Shop implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final URI storefront;

    private Shop(URI receiver, String key) throws IOException {
        try {
            URI payments = open(receiver, key, "payments", new Payments()::doors);
            URI catalog = open(receiver, key, "catalog", new Catalog()::doors);
            URI checkout = open(receiver, key, "checkout", new Checkout(catalog, payments)::doors);
            this.storefront = open(receiver, key, "storefront", new Storefront(catalog, checkout)::doors);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens the services on free ports of the loopback address.
     *
     * @param receiver where telemetry goes: an OTLP/HTTP endpoint without its path
     * @param key sent with it as a bearer token
     */
    public static Shop open(URI receiver, String key) throws IOException {
        return new Shop(receiver, key);
    }

    /** Where browsers' requests for {@code /demo/api/} go. */
    public URI storefront() {
        return storefront;
    }

    private URI open(URI receiver, String key, String name, Service.Plan plan) throws IOException {
        Telemetry telemetry = Telemetry.of(name, receiver, key);
        opened.push(telemetry);
        Service service = Service.open(telemetry, plan);
        opened.push(service);
        return service.address();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.getLogger(Shop.class.getName()).log(System.Logger.Level.WARNING, "a service did not stop", e);
            }
        }
    }
}
