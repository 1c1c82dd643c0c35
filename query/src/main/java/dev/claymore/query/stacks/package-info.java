/** Stacks of errors, read as the browsers write them, and led back to the sources by source maps (ECMA-426). */
package dev.claymore.query.stacks;
