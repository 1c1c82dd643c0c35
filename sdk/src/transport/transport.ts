import { endpoint, options, type Settings } from '../config';
import { uuid } from '../ids';
import { guard, tell } from '../listeners';
import { cancel, json, later, native } from '../natives';
import { load } from '../parts';
import { type Batch, batchOf, dropped } from './batches';

/** The quota in bytes that all `keepalive` requests and beacons of a page share is 64 KiB; a batch is no larger, unless one event is. */
const BATCH_BYTES = 50_000;
const KEEPALIVE_BYTES = 60_000;
const QUEUE_BYTES = 16_000_000;
const FIRST_MS = 400;
const EVERY_MS = 3_000;
/** Where the part that knows better cannot be loaded; what the server refused is given up there. */
const RETRY_MS = 5_000;
/** An upload that hangs would hold up all that follow; a large one over a poor line may take a minute more for each 600 KB of its text. */
const UPLOAD_MS = 60_000;

/** What knows how to go on after a failure, and keeps what could not be sent beyond the page. */
export interface Queue {
  /** Whether they are kept. */
  put(batches: Batch[]): boolean;
  done(batch: Batch): void;
  /** Those of earlier pages and other tabs, but for the ones that are known. A batch that two tabs send is stored once, by its id. */
  all(known: Batch[]): Promise<Batch[]>;
  /** The milliseconds until the batch is sent again, or 0 and what is sent in its place. */
  failed(batch: Batch, response: Response | undefined): [waitMs: number, ...instead: Batch[]];
}

/** Hears of the server's settings, with each answer. */
let answered: (settings: Settings | undefined) => void;
const utf8 = new TextEncoder();
let events: string[] = [];
let bytes = 0;
let outbox: Batch[] = [];
let timer = 0;
let retry = 0;
let sending = false;
let everyMs = FIRST_MS;
let queue: Queue | undefined;
let loading: Promise<unknown> | undefined;
/** What the page puts in its place later hears nothing of ours, nor adds to it what is meant for its own server. */
const upload = native<typeof fetch>('fetch', globalThis);

export const connect = (given: typeof answered): unknown => (answered = given);

const url = () => `${endpoint}/v1/batch?key=${encodeURIComponent(options.key)}`;

/** Loaded while there is a network, for when there is none. */
const loadQueue = (): Promise<unknown> =>
  (loading =
    loading ||
    load('queue')
      .then((part) => {
        queue = part.open(options.storage === 'memory', uuid, dropped) as Queue;
        queue
          .all(outbox)
          .then((earlier) => {
            outbox.push(...earlier);
            void pump();
          })
          .catch(() => {});
      })
      .catch(() => (loading = undefined)));

/** Queues an event for the next batch; false when there is no room for it. */
export function enqueue(event: object): boolean {
  const text = json(event);
  const size = utf8.encode(text).length;
  if (outbox.reduce((sum, { body }) => sum + body.length, bytes) > QUEUE_BYTES) {
    dropped.overflow++;
    return false;
  }
  if (bytes + size > BATCH_BYTES) flush();
  events.push(text);
  bytes += size;
  if (!timer) {
    timer = later(guard(flush), bytes > BATCH_BYTES ? 0 : everyMs);
    void loadQueue();
  }
  return true;
}

/** Sends what has gathered. */
export function flush(): void {
  cancel(timer);
  timer = 0;
  everyMs = EVERY_MS;
  close();
  void pump();
}

/** Ends the batch that is being filled, which is sent when it would have been; what comes now goes into the next. */
export function close(): void {
  if (events.length) outbox.push(batchOf(events));
  events = [];
  bytes = 0;
}

async function pump(): Promise<void> {
  const sent = outbox[0];
  if (sending || retry || !sent) return;
  sending = true;
  let response: Response | undefined;
  let answer: any;
  try {
    response = await upload.call(window, url(), { method: 'POST', body: await compress(sent.body), credentials: 'omit', signal: AbortSignal.timeout?.(UPLOAD_MS + sent.body.length / 10) });
    answer = await response.json();
  } catch {
    // No answer, or none that says anything.
  }
  await loadQueue();
  const ok = response?.ok;
  const [wait, ...instead] = ok ? [0] : queue ? queue.failed(sent, response) : [response && response.status < 429 && response.status !== 408 ? 0 : RETRY_MS];
  sending = false;
  tell(ok ? 'sent' : wait ? 'retry' : 'refused', { batchId: sent.id, status: response?.status, wait, ...answer });
  if (wait) {
    queue?.put(outbox);
    retry = later(resume, wait);
    return;
  }
  if (ok) answered(answer?.settings);
  outbox = [...instead, ...outbox.filter((each) => each !== sent)];
  queue?.done(sent);
  void pump();
}

/** The page may end at any moment from here: what fits goes by beacon, the rest waits for the next page. */
export function leave(): void {
  close();
  // A beacon that no server takes is lost without a word.
  if ((retry || !navigator.onLine) && queue?.put(outbox)) return;
  let left = KEEPALIVE_BYTES;
  outbox = outbox.filter(({ body }) => {
    const blob = blobOf(body);
    return blob.size > left || !navigator.sendBeacon(url(), blob) || ((left -= blob.size), false);
  });
  queue?.put(outbox);
}

/** The page is there again, or the network is. */
export function resume(): void {
  cancel(retry);
  retry = 0;
  void pump();
}

/** The type that needs no preflight; the server knows gzip by its first bytes. */
const blobOf = (body: string): Blob => new Blob([body], { type: 'text/plain' });

/**
 * Gzip off the main thread where the browser can, else the text as it is (the version in Safari 16.4 and 16.5 is broken). Bytes rather than a
 * Blob: they need no preflight either, and the browser's own tools show them.
 */
async function compress(text: string): Promise<ArrayBuffer | string> {
  try {
    if (!/Version\/16\.[45].*Safari/.test(navigator.userAgent)) {
      return await new Response(blobOf(text).stream().pipeThrough(new (window as any).CompressionStream('gzip'))).arrayBuffer();
    }
  } catch {
    // A browser without it.
  }
  return text;
}
