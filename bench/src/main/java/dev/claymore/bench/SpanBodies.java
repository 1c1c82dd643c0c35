package dev.claymore.bench;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Batches of spans as a Collector sends them: traces of eight spans through four services of a shop, each resource with ten attributes, each
 * span with seven to nine by the semantic conventions, events on one in eight, an exception with its stack on one in fifty, links of consumers.
 * A fifth of the traces names the session of a browser.
 */
final class SpanBodies {

    static final int PER_TRACE = 8;
    private static final int TEMPLATES = 48;
    private static final String[] SERVICES = {"frontend", "checkout", "catalog", "payment"};
    private static final String[] ROUTES = {
        "/api/products/{id}", "/api/cart", "/api/checkout", "/api/search", "/api/account/orders", "/api/recommendations"
    };
    private static final String STACK = """
            java.net.SocketTimeoutException: Read timed out
            \tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)
            \tat java.base/sun.nio.ch.NioSocketImpl.implRead(NioSocketImpl.java:304)
            \tat shop.payment.PaymentClient.charge(PaymentClient.java:87)
            \tat shop.checkout.CheckoutService.pay(CheckoutService.java:142)
            \tat shop.checkout.CheckoutResource.post(CheckoutResource.java:61)
            """;

    private final List<SpanTemplate> templates = new ArrayList<>();
    private final int size;
    private final Random random;

    /** @param size spans of a batch, a multiple of eight */
    SpanBodies(int size, long seed) {
        if (size % PER_TRACE != 0 || size <= 0 || size > SpanIds.MAX_PER_BATCH) {
            throw new IllegalArgumentException(
                    "spans of a batch: a multiple of " + PER_TRACE + " up to " + SpanIds.MAX_PER_BATCH);
        }
        this.size = size;
        random = new Random(seed);
        for (int i = 0; i < TEMPLATES; i++) {
            templates.add(new SpanTemplate(request().toByteArray()));
        }
    }

    int size() {
        return size;
    }

    int traces() {
        return size / PER_TRACE;
    }

    /** Mean bytes of a batch. */
    long bytes() {
        return templates.stream().mapToLong(SpanTemplate::size).sum() / TEMPLATES;
    }

    /** The request of a batch, with the time now. */
    byte[] body(SpanIds ids, int batch) {
        SpanTemplate template = templates.get(batch % TEMPLATES);
        byte[] body = new byte[template.size()];
        template.fill(ids, batch, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()), body);
        return body;
    }

    private ExportTraceServiceRequest request() {
        List<ScopeSpans.Builder> scopes = new ArrayList<>();
        for (String service : SERVICES) {
            scopes.add(ScopeSpans.newBuilder()
                    .setScope(InstrumentationScope.newBuilder()
                            .setName("io.opentelemetry." + service + "-instrumentation")
                            .setVersion("2.20.1-alpha"))
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.37.0"));
        }
        for (int trace = 0; trace < traces(); trace++) {
            trace(trace, scopes);
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < SERVICES.length; i++) {
            request.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(resource(SERVICES[i]))
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
                    .addScopeSpans(scopes.get(i)));
        }
        return request.build();
    }

    private Resource resource(String service) {
        return Resource.newBuilder()
                .addAttributes(text("service.name", service))
                .addAttributes(text("service.namespace", "shop"))
                .addAttributes(text("service.version", "2.14." + random.nextInt(4)))
                .addAttributes(text("service.instance.id", new UUID(random.nextLong(), random.nextLong()).toString()))
                .addAttributes(text("deployment.environment.name", "production"))
                .addAttributes(
                        text("k8s.pod.name", service + "-7d9f8c6b5-" + Integer.toString(random.nextInt(99999), 36)))
                .addAttributes(text("host.name", "ip-10-0-" + random.nextInt(8) + "-" + random.nextInt(250)))
                .addAttributes(number("process.pid", 1 + random.nextInt(32_000)))
                .addAttributes(text("telemetry.sdk.language", "java"))
                .addAttributes(text("telemetry.sdk.version", "1.57.0"))
                .build();
    }

    /** Root in the first service; each further span is the child of one before it. */
    private void trace(int trace, List<ScopeSpans.Builder> scopes) {
        String session = trace % 5 == 0 ? BatchBodies.session(random) : "";
        String route = ROUTES[random.nextInt(ROUTES.length)];
        int begin = random.nextInt(1_000_000);
        int duration = 5_000 + random.nextInt(400_000);
        for (int i = 0; i < PER_TRACE; i++) {
            int index = trace * PER_TRACE + i;
            int parent = i == 0 ? -1 : trace * PER_TRACE + random.nextInt(i);
            begin += i == 0 ? 0 : random.nextInt(2_000);
            duration = i == 0 ? duration : Math.max(50, duration - random.nextInt(duration / 3 + 1));
            Span.Builder span = Span.newBuilder()
                    .setTraceId(SpanTemplate.trace(trace))
                    .setSpanId(SpanTemplate.span(index))
                    .setStartTimeUnixNano(SpanTemplate.time(begin))
                    .setEndTimeUnixNano(SpanTemplate.time(begin + duration))
                    .setFlags(0x101);
            if (parent >= 0) {
                span.setParentSpanId(SpanTemplate.span(parent));
            }
            switch (i) {
                case 0, 2, 4 -> incoming(span, route, session);
                case 1, 3 -> outgoing(span, route);
                case 5 -> database(span);
                case 6 -> message(span, trace);
                default -> work(span);
            }
            if (index % 8 == 3) {
                span.addEvents(event("cache.miss", begin + 10)
                        .addAttributes(text("cache.key", "product:" + random.nextInt(5_000)))
                        .addAttributes(number("cache.size", random.nextInt(10_000))));
            }
            if (random.nextInt(50) == 0) {
                failed(span, begin + duration);
            }
            scopes.get(i / 2).addSpans(span);
        }
    }

    private void incoming(Span.Builder span, String route, String session) {
        span.setName("GET " + route)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(text("http.request.method", "GET"))
                .addAttributes(text("http.route", route))
                .addAttributes(text("url.path", route.replace("{id}", Integer.toString(random.nextInt(5_000)))))
                .addAttributes(text("url.scheme", "https"))
                .addAttributes(number("http.response.status_code", random.nextInt(40) == 0 ? 500 : 200))
                .addAttributes(text("server.address", "shop.example"))
                .addAttributes(text("client.address", "10.1." + random.nextInt(256) + "." + random.nextInt(256)))
                .addAttributes(
                        text("user_agent.original", "Mozilla/5.0 (X11; Linux x64) Chrome/14" + random.nextInt(9)));
        if (!session.isEmpty()) {
            span.addAttributes(text("session.id", session));
        }
    }

    private void outgoing(Span.Builder span, String route) {
        span.setName("GET")
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(text("http.request.method", "GET"))
                .addAttributes(
                        text("url.full", "http://catalog:8080" + route.replace("{id}", "" + random.nextInt(5_000))))
                .addAttributes(text("server.address", "catalog"))
                .addAttributes(number("server.port", 8080))
                .addAttributes(number("http.response.status_code", 200))
                .addAttributes(text("network.protocol.version", "1.1"))
                .addAttributes(text("network.peer.address", "10.0.3." + random.nextInt(256)))
                .addAttributes(number("thread.id", random.nextInt(200)));
    }

    private void database(Span.Builder span) {
        span.setName("SELECT shop.orders")
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(text("db.system.name", "postgresql"))
                .addAttributes(text("db.namespace", "shop"))
                .addAttributes(text("db.operation.name", "SELECT"))
                .addAttributes(text("db.collection.name", "orders"))
                .addAttributes(
                        text("db.query.text", "SELECT id, total, state FROM orders WHERE customer_id = $1 LIMIT 20"))
                .addAttributes(text("server.address", "orders-db.internal"))
                .addAttributes(number("server.port", 5432))
                .addAttributes(number("db.response.returned_rows", random.nextInt(20)));
    }

    private void message(Span.Builder span, int trace) {
        span.setName("process orders")
                .setKind(Span.SpanKind.SPAN_KIND_CONSUMER)
                .addAttributes(text("messaging.system", "kafka"))
                .addAttributes(text("messaging.operation.type", "process"))
                .addAttributes(text("messaging.destination.name", "orders"))
                .addAttributes(text("messaging.consumer.group.name", "payment"))
                .addAttributes(number("messaging.kafka.offset", random.nextInt(10_000_000)))
                .addAttributes(text("messaging.destination.partition.id", "" + random.nextInt(12)))
                .addAttributes(number("messaging.message.body.size", 200 + random.nextInt(900)))
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(SpanTemplate.trace(trace))
                        .setSpanId(SpanTemplate.span(trace * PER_TRACE)));
    }

    private void work(Span.Builder span) {
        span.setName("PaymentService.charge")
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .addAttributes(text("code.function.name", "shop.payment.PaymentService.charge"))
                .addAttributes(text("thread.name", "worker-" + random.nextInt(16)))
                .addAttributes(text("payment.method", random.nextBoolean() ? "card" : "invoice"))
                .addAttributes(text("payment.currency", "EUR"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("payment.amount")
                        .setValue(AnyValue.newBuilder().setDoubleValue(random.nextInt(50_000) / 100.0)))
                .addAttributes(number("cart.items", 1 + random.nextInt(12)))
                .addAttributes(text("customer.id", "c-" + random.nextInt(200_000)))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("customer.returning")
                        .setValue(AnyValue.newBuilder().setBoolValue(random.nextBoolean())));
    }

    private static void failed(Span.Builder span, int at) {
        span.setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("Read timed out"))
                .addEvents(event("exception", at)
                        .addAttributes(text("exception.type", "java.net.SocketTimeoutException"))
                        .addAttributes(text("exception.message", "Read timed out"))
                        .addAttributes(text("exception.stacktrace", STACK)));
    }

    private static Span.Event.Builder event(String name, int micros) {
        return Span.Event.newBuilder().setName(name).setTimeUnixNano(SpanTemplate.time(micros));
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
