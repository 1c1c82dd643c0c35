/** Claymore server. */
package dev.claymore.server;
