/** Claymore query. */
package dev.claymore.query;
