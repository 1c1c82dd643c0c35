/** Claymore store. */
package dev.claymore.store;
