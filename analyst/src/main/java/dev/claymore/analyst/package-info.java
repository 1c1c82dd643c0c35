/** Questions in plain words: from the text to a query over the semantic model, without a network and without a model. */
package dev.claymore.analyst;
