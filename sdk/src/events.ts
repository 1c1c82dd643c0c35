import { options } from './config';
import { uuid } from './ids';
import { consider, put, unattended } from './kept';
import { guard, tell } from './listeners';
import { json, listen } from './natives';
import type { ClaymoreEvent, EventFields, EventType, SentTags, Tags } from './options';
import { person, touch } from './session';
import { close } from './transport/transport';
import { cleanUrl } from './recorder/privacy';

/** Whether anything is captured at the moment. What was wrapped or listened to once stays so, and does nothing meanwhile. */
export let running = false;
/** How often the application said something, or failed: what a click may have led to that is not to be seen. */
export let said = 0;
/** Ends one session's capture and begins the next one's. */
let renew: () => void;
const leavers: ((ends: boolean) => void)[] = [];

export function run(now: boolean, renews = renew): void {
  running = now;
  renew = renews;
}

/** The page as it is now: its address and title. */
export const place = () => ({
  url: cleanUrl(location.href),
  // A page may have replaced even this, and an event without a title is better than none.
  title: options.maskAllText ? '' : guard(() => document.title)(),
});

/**
 * Queues an event; the page's address and title are added. `timestamp` is its time, when it is not now. A mistake in it,
 * or in what the application says to it, costs the event alone.
 */
export const event = guard((type: EventType, fields?: EventFields, timestamp = Date.now()): void => {
  // pageview, click, custom, input, identify: somebody is there.
  if (/^(p|c[lu]|i)/.test(type)) active();
  // custom, identify, error.
  if (/^(cu|id|e)/.test(type)) said++;
  if (!running || unattended()) return;
  const given: ClaymoreEvent = { id: uuid(), type, timestamp, ...place(), ...fields };
  const made = options.beforeSend ? options.beforeSend(given) : given;
  if (!made || !put(made)) return;
  tell('event', made);
  consider(made);
});

/** The server takes no more of them. */
const MOST_TAGS = 64;

/** Puts tags into others: a value that is nothing takes one away, an object goes as JSON. */
export function merged(tags: SentTags, given?: Tags): SentTags {
  const all: Tags = { ...tags, ...given };
  const sent: SentTags = {};
  Object.keys(all).forEach((name) => {
    const value: any = all[name];
    if (!name || value == null) return;
    if (Object.keys(sent).length >= MOST_TAGS) console.warn(`claymore: more than ${MOST_TAGS} tags`, name);
    else sent[name.slice(0, 128)] = typeof value === 'object' ? json(value) : typeof value === 'bigint' ? String(value) : value;
  });
  return sent;
}

/** A person did something, which may begin the next session. */
export function active(): void {
  // Another tab may have opted out.
  if (running && (touch(close) || person.consent! < 0)) renew();
}

/** Listens while something is captured; mistakes stay inside. */
export const on = (target: EventTarget, types: string, handle: (event: any) => void): unknown => listen(target, types, guard((event) => running && handle(event)));

/** Runs when the page is hidden, which may be the last that is heard of it, and with `true` when it ends. */
export const onLeave = (run: (ends: boolean) => void): unknown => leavers.push(run);

export const left = (ends: boolean): void => leavers.forEach((run) => guard(run)(ends));
