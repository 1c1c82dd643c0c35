/** From a question to an answer with its proof: what was understood, the SQL, the rows, a sentence, a chart, the sessions behind it. */
package dev.claymore.analyst.answer;
