import { later, listen } from '../natives';
import { checkRules } from './cssom';
import { CUSTOM, INCREMENTAL, META, type Mutation, MUTATION, type ReplayEvent } from './format';
import { BURST_MS, FLUSH_MS, LEAST_MS, LOOK_EVERY, SLICE_MS } from './limits';
import { flush } from './mutations';
import { type PrivacyOptions, protect } from './privacy';

// What the parts of the recording share. A page has one recording at a time, so its state is the modules' own: that is
// a tenth smaller than the same handed around in objects.

export interface RecordOptions extends PrivacyOptions {
  /** Gets every event of the recording, in order. */
  emit: (event: ReplayEvent) => void;
  /** Hears of what went wrong inside the recorder; nothing of it ever reaches the page. */
  onError?: (problem: unknown) => void;
  /** A person has done something, as opposed to the page. */
  onActivity?: () => void;
  /** Pictures of canvases per second; 0, the default, records none. */
  canvas?: number;
  /** The part of the main thread that the recorder may use. Default 0.05; 1 means no limit. */
  cpuBudget?: number;
  /** Loads a part that is not in the bundle. */
  load?: (part: string) => Promise<any>;
}

export let options: RecordOptions;
let running = false;

// --- Events ----------------------------------------------------------------------------------------------------------

/** What waits for a full snapshot that grows; one that is begun anew takes the place of the last. */
let held: ReplayEvent[] | undefined;

export function event(type: number, data: object): void {
  if (!running) return;
  if (type === META) held = [];
  const made = { type, data, timestamp: Date.now() };
  if (held) held.push(made);
  else options.emit(made);
}

/** The full snapshot is there. */
export function release(): void {
  const all = held || [];
  held = undefined;
  all.forEach((each) => options.emit(each));
}

export const send = (source: number, data: object): void => event(INCREMENTAL, { source, ...data });
export const change = (mutation: Partial<Mutation>): void => send(MUTATION, { texts: [], attributes: [], removes: [], adds: [], ...mutation });
export const mark = (tag: string, payload: object): void => event(CUSTOM, { tag, payload });
/** A person has done something. */
export const active = (): void => options.onActivity && options.onActivity();

// --- Time: a bucket that holds a burst and refills at the agreed share of the main thread -----------------------------

let share: number;
let credit = BURST_MS;
let refilled = 0;
let ends = 0;
let inside = false;
/** All the time used so far, in milliseconds. */
export let spent = 0;

/** Milliseconds until there is enough for a slice of work; 0 now. */
export function pressure(): number {
  const now = performance.now();
  credit = Math.min(BURST_MS, credit + (now - refilled) * share);
  refilled = now;
  return share >= 1 || credit >= LEAST_MS ? 0 : (LEAST_MS - credit) / share;
}

/** Begins a slice of work. */
export function slice(most = SLICE_MS): void {
  pressure();
  over = false;
  ends = performance.now() + Math.max(LEAST_MS, Math.min(most, credit));
}

let looks = 0;
let over = false;

/** Whether the slice is over, to be asked at each node. */
export const overdue = (): boolean => over || (over = share < 1 && ++looks % LOOK_EVERY === 0 && performance.now() > ends);

/** Wraps what the page or the browser calls: its time is counted, its mistakes stay inside. */
export function guard<T extends (...args: any[]) => void>(run: T) {
  return (...args: Parameters<T>): void => {
    if (inside) return run(...args);
    if (!running) return;
    const begun = performance.now();
    inside = true;
    try {
      run(...args);
    } catch (problem) {
      if (options.onError) options.onError(problem);
    }
    inside = false;
    const used = performance.now() - begun;
    spent += used;
    // Debt is bounded: a storm that cost a second must not silence the recorder for twenty.
    credit = Math.max(-BURST_MS, credit - used);
  };
}

// --- Work that waits for the next slice -------------------------------------------------------------------------------

let waiting = false;
let tasks = new Map<(item: any) => void, Set<any>>();

/** Has everything sent within some hundred milliseconds. */
export function wake(): void {
  if (waiting) return;
  waiting = true;
  later(() => {
    waiting = false;
    work();
  }, Math.max(FLUSH_MS, pressure()));
}

/** Notes an item under a key, for the next slice. */
export function put<K, T>(map: Map<K, Set<T>>, key: K, item: T): void {
  const items = map.get(key);
  if (items) items.add(item);
  else map.set(key, new Set([item]));
  wake();
}

/** Runs `run` once for each item it was given since the last slice, after everything else was sent. */
export const soon = <T>(run: (item: T) => void, item?: T): void => put(tasks, run as (item: any) => void, item);

const work = guard(() => {
  if (!flush()) return wake();
  checkRules();
  const all = tasks;
  tasks = new Map();
  all.forEach((items, run) => items.forEach((item) => run(item)));
});

// --- Beginning and end ------------------------------------------------------------------------------------------------

/** Listens, guarded. What was wrapped or listened to stays so; it does nothing while no recording runs. */
export const on = (target: EventTarget, types: string, run: (event: any) => void): unknown => listen(target, types, guard(run));

const met = new WeakSet<object>();

/** Whether the document, shadow root or prototype is met for the first time. */
export const first = (object: object): unknown => !met.has(object) && met.add(object);

export function open(given: RecordOptions): void {
  options = given;
  protect(given);
  share = given.cpuBudget || 0.05;
  running = true;
}

export function close(): void {
  tasks.clear();
  running = false;
}
