/** The limits of the recorder; in a file of their own they cost the script no names. */

/** Main-thread time: what may be used at once, of one slice at most, and the least that is worth beginning. */
export const BURST_MS = 50;
export const SLICE_MS = 12;
export const LEAST_MS = 4;
/** Changes are gathered for so long. */
export const FLUSH_MS = 30;
/** Nodes between two looks at the clock. */
export const LOOK_EVERY = 32;

/** A subtree with so many records under pressure is not followed for a while, each time for twice as long. */
export const NOISY_RECORDS = 500;
export const FROZEN_MS = 2_000;
export const FROZEN_LONGEST_MS = 60_000;
/** What is deeper comes as additions: the player builds a snapshot by recursion, as we do. */
export const DEEPEST = 400;
/** Elements in a full snapshot; more come as additions, since one event has to fit into a batch. */
export const LARGEST_SNAPSHOT = 300_000;

export const MOVE_EVERY_MS = 50;
export const SEND_MOVES_EVERY_MS = 500;

/** Rules whose declarations are watched. */
export const MOST_RULES = 500;
/** Constructed sheets up to so many rules are sent whole: a player that skips ahead knows them only so. */
export const SMALL_SHEET = 100;
/** Past so many rules the comparison of texts costs more than the doubt is worth: frameworks change small sheets. */
export const COMPARED_RULES = 300;
export const LARGEST_FONT_BYTES = 100_000;
