/** Questions: the semantic model and its compiler to SQL, sessions and recordings, and the guard of hand-written SQL. */
package dev.claymore.query;
