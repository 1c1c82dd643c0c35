import { uuid } from '../ids';
import { cancel, later, native } from '../natives';

/** The quota that all `keepalive` requests and beacons of a page share is 64 KiB. */
const KEEPALIVE_BYTES = 55_000;
const BATCH_BYTES = 256_000;
const BATCH_EVENTS = 2_000;
const QUEUE_BYTES = 16_000_000;
const FIRST_MS = 400;
const EVERY_MS = 3_000;
const LONGEST_BACK_OFF_MS = 60_000;

export interface Batch {
  id: string;
  body: string;
  events: number;
}

/** What outlives the page: batches that could not be sent. */
export interface Store {
  put(batches: Batch[]): void;
  done(batch: Batch): void;
  all(): Promise<Batch[]>;
}

export interface TransportOptions {
  url: string;
  /** The fields of a batch around its events; called when the batch is closed. */
  header(): object;
  /** The server's settings, from each answer. */
  answered(answer: any): void;
  /** Keeps nothing on the device. */
  memoryOnly: boolean;
  /** Loads the queue that outlives the page. */
  openStore(): Promise<Store>;
  note(what: 'sent' | 'retry' | 'refused', detail: any): void;
}

export type Transport = ReturnType<typeof createTransport>;

/** Brings events to the server: in batches, compressed, in order, again when it fails, and at the very end by beacon. */
export function createTransport(options: TransportOptions) {
  const { url, memoryOnly, note } = options;
  let dropped = { sampled: 0, overflow: 0 };
  let events: string[] = [];
  let bytes = 0;
  let outbox: Batch[] = [];
  let timer = 0;
  let retry = 0;
  let failures = 0;
  let sending = false;
  let first = true;
  let store: Store | undefined;

  function add(event: object): boolean {
    const json = JSON.stringify(event);
    const size = json.length;
    if (outbox.reduce((sum, batch) => sum + batch.body.length, bytes + size) > QUEUE_BYTES) {
      dropped.overflow++;
      return false;
    }
    if (bytes + size > BATCH_BYTES || events.length >= BATCH_EVENTS) flush();
    events.push(json);
    bytes += size;
    timer = timer || later(flush, bytes > BATCH_BYTES ? 0 : first ? FIRST_MS : EVERY_MS);
    return true;
  }

  /** Sends what has gathered. */
  function flush(): void {
    close();
    void pump();
  }

  /** Ends the batch that is being filled; what comes now goes into the next. */
  function close(): void {
    cancel(timer);
    timer = 0;
    if (events.length) outbox.push(batch(events));
    events = [];
    bytes = 0;
  }

  function batch(list: string[]): Batch {
    first = false;
    const id = uuid();
    const head = JSON.stringify({ version: 1, batchId: id, ...options.header(), dropped });
    dropped = { sampled: 0, overflow: 0 };
    return { id, events: list.length, body: `${head.slice(0, -1)},"events":[${list.join()}]}` };
  }

  async function pump(): Promise<void> {
    const next = outbox[0];
    if (sending || retry || !next) return;
    sending = true;
    const wait = await post(next).catch(() => backOff());
    sending = false;
    if (wait) {
      note('retry', { batchId: next.id, wait });
      if (store) store.put(outbox);
      retry = later(resume, wait);
      return;
    }
    failures = 0;
    outbox = outbox.filter((each) => each !== next);
    if (store) store.done(next);
    else if (!memoryOnly) {
      // Loaded while there is a network, for when there is none.
      options.openStore().then((opened) => {
        store = opened;
        return store.all().then(merge);
      }).catch(() => {});
    }
    void pump();
  }

  /** Sends a batch; the answer is the time to wait before it is tried again, 0 when it is done with. */
  async function post(sent: Batch): Promise<number> {
    const body = await compress(sent.body);
    const response = await native<typeof fetch>('fetch').call(window, url, {
      method: 'POST',
      body,
      // The type that needs no preflight; the server knows gzip by its first bytes.
      headers: { 'Content-Type': 'text/plain' },
      keepalive: (typeof body === 'string' ? body.length * 3 : body.byteLength) < KEEPALIVE_BYTES,
      credentials: 'omit',
    });
    const { status } = response;
    if (status === 429 || status >= 500) return backOff(response.headers.get('Retry-After'));
    const answer = await response.json().catch(() => ({}));
    if (status >= 400) {
      dropped.overflow += sent.events;
      note('refused', { status, ...answer });
    } else {
      options.answered(answer);
      note('sent', { batchId: sent.id, ...answer });
    }
    return 0;
  }

  function backOff(retryAfter?: string | null): number {
    const seconds = retryAfter ? Number(retryAfter) || (Date.parse(retryAfter) - Date.now()) / 1000 : 0;
    const wait = Math.min(LONGEST_BACK_OFF_MS, 1000 * 2 ** failures++) * (0.75 + Math.random() / 2);
    return Math.max(wait, Math.min(seconds * 1000, 10 * LONGEST_BACK_OFF_MS) || 0);
  }

  /** Batches of an earlier page; one that this page has or another tab sends too is stored once, by its id. */
  function merge(batches: Batch[]): void {
    outbox.push(...batches.filter((each) => !outbox.some(({ id }) => id === each.id)));
    void pump();
  }

  /** The page may end at any moment from here: what fits goes by beacon, the rest waits for the next page. */
  function leave(): void {
    let slice: string[] = [];
    const pending = events;
    events = [];
    bytes = 0;
    const cut = () => {
      if (slice.length) outbox.push(batch(slice));
      slice = [];
      bytes = 0;
    };
    for (const event of pending) {
      if (bytes + event.length > KEEPALIVE_BYTES - 2_000) cut();
      slice.push(event);
      bytes += event.length;
    }
    cut();
    let left = KEEPALIVE_BYTES;
    outbox = outbox.filter(({ body }) => {
      const blob = new Blob([body], { type: 'text/plain' });
      if (blob.size > left || !navigator.sendBeacon || !navigator.sendBeacon(url, blob)) return true;
      left -= blob.size;
      return false;
    });
    if (store) store.put(outbox);
  }

  /** The page is there again, or the network is. */
  function resume(): void {
    cancel(retry);
    retry = 0;
    void pump();
  }

  return { add, flush, close, leave, resume, sampled: () => dropped.sampled++ };
}

/** Gzip off the main thread where the browser can, else the text as it is (the version in Safari 16.4 and 16.5 is broken). */
async function compress(text: string): Promise<ArrayBuffer | string> {
  try {
    if (text.length > 1_000 && !/Version\/16\.[45].*Safari/.test(navigator.userAgent)) {
      return await new Response(new Blob([text]).stream().pipeThrough(new (window as any).CompressionStream('gzip'))).arrayBuffer();
    }
  } catch {
    // A browser without it.
  }
  return text;
}
