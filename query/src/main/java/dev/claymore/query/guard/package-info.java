/** Lets hand-written and generated SQL through when all it does is read the tables of the product. */
package dev.claymore.query.guard;
