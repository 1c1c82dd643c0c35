import { options } from './config';
import type { ClaymoreEvent } from './options';
import type { ReplayEvent } from './recorder/format';
import { expired, person, tab, update } from './session';
import { dropped } from './transport/batches';
import { enqueue, flush } from './transport/transport';

/** One event of the recording as it is sent. */
interface RecordedEvent {
  type: 'replay';
  seq: number;
  timestamp: number;
  data: ReplayEvent;
}

const MOST_KEPT = 20_000;

export const NOTHING = 0;
export const RECORDING = 1;
export const EVERYTHING = 2;

/** What is not sent, but kept in memory until something makes it worth sending. */
export let held = NOTHING;
/** What is kept from before and since the last checkpoint, at least a minute together. */
let older: (ClaymoreEvent | RecordedEvent)[] = [];
let newer: typeof older = [];
/** The page around this frame takes everything. */
let forward: ((item: object) => boolean) | undefined;

export const forwardTo = (given: typeof forward): unknown => (forward = given);

/** Nobody is there: what the page does by itself belongs to no session. In a frame the page around it knows that. */
export const unattended = (): boolean => !forward && expired();

export function hold(what: number): void {
  held = what;
  older = [];
  newer = [];
}

/** A checkpoint begins: what is older than the last one is not needed any more. */
export function rotate(): void {
  dropped.sampled += older.length;
  older = newer;
  newer = [];
}

/** Queues an event, or keeps it; false when there is no room for it. */
export function put(item: ClaymoreEvent | RecordedEvent): boolean {
  if (forward) return forward(item);
  const recorded = item.type === 'replay';
  if (held > (recorded ? NOTHING : RECORDING)) return newer.length < MOST_KEPT && !!newer.push(item);
  if (recorded) item.seq = tab.seq++;
  return enqueue(item);
}

/** Whether an event makes what is kept, and all that follows in this session, worth sending. */
export function consider(event: ClaymoreEvent): void {
  const { replayOn } = options;
  if (!held || !(typeof replayOn === 'function' ? replayOn(event) : (replayOn as string[]).includes(event.type === 'error' ? event.type : event.name!))) return;
  const all = [...older, ...newer];
  hold(NOTHING);
  update({ hit: person.s });
  all.forEach(put);
  flush();
}
