/** Claymore bench. */
package dev.claymore.bench;
