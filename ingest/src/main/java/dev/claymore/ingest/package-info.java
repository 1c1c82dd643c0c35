/** Claymore ingest. */
package dev.claymore.ingest;
