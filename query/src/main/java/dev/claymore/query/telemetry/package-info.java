/** Traces, logs and metrics of backends, as they came in over OTLP, and their way to sessions and back. */
package dev.claymore.query.telemetry;
