import { options } from '../config';
import { uuid } from '../ids';
import { json } from '../natives';
import { person, saveTab, tab } from '../session';
import { VERSION } from '../version';

/** A batch as it is sent, and kept when it cannot be. */
export interface Batch {
  id: string;
  body: string;
  events: number;
}

/** What was left out, by reason; goes with the next batch. */
export const dropped = { sampled: 0, overflow: 0 };

/** Makes a batch of events that are JSON already, in the session as it is now. */
export function batchOf(events: string[]): Batch {
  const { anonymousId, userId, tags, cartValue } = person;
  const { release, environment } = options;
  const id = uuid();
  const head = json({
    version: 1,
    batchId: id,
    sentAt: Date.now(),
    sequence: tab.sequence++,
    sdk: { name: '@claymore/browser', version: VERSION },
    sessionId: tab.s,
    windowId: tab.id,
    context: { anonymousId, userId, tags, cartValue, release, environment, locale: navigator.language, viewport: { width: innerWidth, height: innerHeight } },
    dropped,
  });
  dropped.sampled = dropped.overflow = 0;
  saveTab();
  return { id, events: events.length, body: `${head.slice(0, -1)},"events":[${events.join()}]}` };
}
