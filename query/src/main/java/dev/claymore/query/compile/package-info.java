/** Questions become SQL: one readable statement each, its values bound as parameters. */
package dev.claymore.query.compile;
