/** The semantic model: what can be asked, as data, and how each part of it becomes SQL. */
package dev.claymore.query.model;
