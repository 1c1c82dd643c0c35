package dev.claymore.server;

/** The configuration cannot be used; the message names the key, the value and what is allowed. */
final class BadConfig extends RuntimeException {

    BadConfig(String message) {
        super(message);
    }
}
