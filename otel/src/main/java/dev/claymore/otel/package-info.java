/** OpenTelemetry in: OTLP as protobuf and as JSON becomes rows of the tables {@code otel_*}. */
package dev.claymore.otel;
