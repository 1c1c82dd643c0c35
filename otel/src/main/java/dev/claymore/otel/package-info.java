/** OpenTelemetry in: OTLP as protobuf and as JSON becomes rows of the tables {@code otel_*}; and out: sessions leave as logs. */
package dev.claymore.otel;
