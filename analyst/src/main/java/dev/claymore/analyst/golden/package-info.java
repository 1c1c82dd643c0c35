/** Questions with checked answers, asked again after a change of model or version. */
package dev.claymore.analyst.golden;
