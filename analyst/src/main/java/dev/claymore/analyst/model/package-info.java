/** Questions read by a language model: which one a project allows, what it is told, what it proposes, and what becomes of that. */
package dev.claymore.analyst.model;
