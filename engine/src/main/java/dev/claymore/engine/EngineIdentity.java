package dev.claymore.engine;

/**
 * What the engine tells about itself.
 *
 * @param displayName name in {@code X-ClickHouse-Server-Display-Name}
 * @param version version of ClickHouse
 * @param timezone ClickHouse's time zone
 */
record EngineIdentity(String displayName, String version, String timezone) {}
