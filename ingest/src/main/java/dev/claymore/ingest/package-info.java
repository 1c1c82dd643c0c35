/**
 * Takes batches of events and requests of OpenTelemetry: checks them, writes them to a spool on disk before they are acknowledged, and loads
 * the spool into ClickHouse, each row once.
 */
package dev.claymore.ingest;
