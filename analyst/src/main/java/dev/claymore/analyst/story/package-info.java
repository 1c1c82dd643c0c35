/** What happened, told: one session as a story, a set of sessions as the contrast between those who went on and those who left. */
package dev.claymore.analyst.story;
