import type { eventWithTime } from '@rrweb/types';

export interface Stretch {
  from: number;
  to: number;
}

const IDLE_MS = 5_000;
/** What is left of an idle stretch at either end, so that the eye can follow. */
const LEAD_MS = 1_000;

const INCREMENTAL = 3;
/** Mouse move, interaction, scroll, resize, input, touch move, drag. */
const BY_THE_PERSON = new Set([1, 2, 3, 4, 5, 6, 12]);

export function isActivity(event: eventWithTime): boolean {
  return event.type === INCREMENTAL && BY_THE_PERSON.has(event.data.source);
}

/** The stretches in which the person did nothing for longer than five seconds. `moments` must be in order. */
export function idleStretches(moments: number[], start: number, end: number): Stretch[] {
  const stretches: Stretch[] = [];
  let before = start;
  for (const moment of [...moments, end]) {
    if (moment - before > IDLE_MS) stretches.push({ from: before + LEAD_MS, to: moment - LEAD_MS });
    before = Math.max(before, moment);
  }
  return stretches;
}

export function stretchAt(stretches: Stretch[], at: number): Stretch | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (!stretch) return undefined;
    if (at < stretch.from) high = middle - 1;
    else if (at >= stretch.to) low = middle + 1;
    else return stretch;
  }
  return undefined;
}
