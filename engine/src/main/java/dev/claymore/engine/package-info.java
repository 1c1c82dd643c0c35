/** Claymore engine. */
package dev.claymore.engine;
