package dev.claymore.otel;

import io.opentelemetry.proto.logs.v1.LogRecord;

/**
 * One record of a session.
 *
 * @param hash of its identity, 64 bits: what the ledger of deliveries remembers
 */
record SessionRecord(LogRecord log, long hash) {}
