/** The semantic query: questions as data, in terms of the semantic model. It knows neither SQL nor the tables. */
package dev.claymore.query.language;
