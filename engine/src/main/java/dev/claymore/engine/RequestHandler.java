package dev.claymore.engine;

/** Takes requests from the event loop; must not block. */
interface RequestHandler {
    void handle(Exchange exchange);
}
