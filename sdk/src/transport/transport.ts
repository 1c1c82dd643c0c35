import { uuid } from '../ids';
import { cancel, later, native } from '../natives';

/** The quota that all `keepalive` requests and beacons of a page share is 64 KiB. */
const KEEPALIVE_BYTES = 55_000;
const BATCH_BYTES = 256_000;
const BATCH_EVENTS = 2_000;
const QUEUE_BYTES = 16_000_000;
const FIRST_MS = 500;
const EVERY_MS = 3_000;
const LONGEST_BACK_OFF_MS = 60_000;
const SAVED_KEY = 'claymore_unsent';
const SAVED_BYTES = 1_500_000;

export interface Batch {
  id: string;
  body: string;
  events: number;
}

export interface TransportOptions {
  url: string;
  /** The fields of a batch around its events; called when the batch is closed. */
  header(): object;
  /** The server's settings, from each answer. */
  answered(answer: any): void;
  /** Keeps nothing on the device. */
  memoryOnly: boolean;
  /** Loads the queue that survives the page. */
  offline?(): Promise<{ put(batch: Batch): Promise<void>; take(): Promise<Batch[]> }>;
  note(what: string, detail: any): void;
}

/** Brings events to the server: in batches, compressed, in order, again when it fails, and at the very end by beacon. */
export class Transport {
  dropped = { sampled: 0, overflow: 0 };
  private events: string[] = [];
  private bytes = 0;
  private outbox: Batch[] = [];
  private outboxBytes = 0;
  private timer = 0;
  private retry = 0;
  private failures = 0;
  private sending = false;
  private leaving = 0;
  private first = true;

  constructor(private readonly options: TransportOptions) {
    this.restore();
  }

  add(event: object): boolean {
    const json = JSON.stringify(event);
    if (this.bytes + this.outboxBytes + json.length > QUEUE_BYTES) {
      this.dropped.overflow++;
      return false;
    }
    if (this.bytes + json.length > BATCH_BYTES || this.events.length >= BATCH_EVENTS) this.close();
    this.events.push(json);
    this.bytes += json.length;
    if (this.bytes > BATCH_BYTES) this.flush();
    else if (!this.timer) this.timer = later(() => this.flush(), this.first ? FIRST_MS : EVERY_MS);
    return true;
  }

  /** Sends what has gathered. */
  flush(): void {
    this.close();
    this.pump();
  }

  /** Ends the batch that is being filled; what comes now goes into the next. */
  close(): void {
    cancel(this.timer);
    this.timer = 0;
    if (!this.events.length) return;
    this.outbox.push(this.batch(this.events));
    this.outboxBytes += this.bytes;
    this.events = [];
    this.bytes = 0;
  }

  private batch(events: string[]): Batch {
    this.first = false;
    const id = uuid();
    const head = JSON.stringify({ version: 1, batchId: id, ...this.options.header(), dropped: this.dropped });
    this.dropped = { sampled: 0, overflow: 0 };
    return { id, events: events.length, body: head.slice(0, -1) + ',"events":[' + events.join() + ']}' };
  }

  private async pump(): Promise<void> {
    if (this.sending || this.retry || this.leaving) return;
    const batch = this.outbox[0];
    if (!batch) return;
    this.sending = true;
    let wait = 0;
    try {
      wait = await this.post(batch);
    } catch {
      wait = this.backOff();
    }
    this.sending = false;
    if (!wait) {
      this.failures = 0;
      this.remove(batch);
      this.pump();
      return;
    }
    this.options.note('retry', { batchId: batch.id, wait });
    this.retry = later(() => {
      this.retry = 0;
      this.pump();
    }, wait);
  }

  /** Sends a batch; the answer is the time to wait before it is tried again, 0 when it is done with. */
  private async post(batch: Batch): Promise<number> {
    const body = await compress(batch.body);
    const size = typeof body === 'string' ? body.length * 3 : body.byteLength;
    const response: Response = await native<typeof fetch>('fetch').call(window, this.options.url, {
      method: 'POST',
      body,
      // The type that needs no preflight; the server knows gzip by its first bytes.
      headers: { 'Content-Type': 'text/plain' },
      keepalive: size < KEEPALIVE_BYTES,
      credentials: 'omit',
    });
    const { status } = response;
    if (status === 429 || status === 408 || status >= 500) return this.backOff(response.headers.get('Retry-After'));
    if (status === 413 && batch.events > 1) {
      this.split(batch);
      return 0;
    }
    const answer = await response.json().catch(() => ({}));
    if (status >= 400) {
      this.dropped.overflow += batch.events;
      this.options.note('refused', { status, ...answer });
    } else {
      this.options.answered(answer);
      this.options.note('sent', { batchId: batch.id, ...answer });
    }
    return 0;
  }

  private backOff(retryAfter?: string | null): number {
    const seconds = retryAfter ? Number(retryAfter) || (Date.parse(retryAfter) - Date.now()) / 1000 : 0;
    const wait = Math.min(LONGEST_BACK_OFF_MS, 1000 * 2 ** this.failures++) * (0.75 + Math.random() / 2);
    return Math.max(wait, Math.min(seconds * 1000, 10 * LONGEST_BACK_OFF_MS) || 0);
  }

  private split(batch: Batch): void {
    const { events, ...head } = JSON.parse(batch.body);
    const half = events.length >> 1;
    const part = (slice: object[]): Batch => {
      const id = uuid();
      return { id, events: slice.length, body: JSON.stringify({ ...head, batchId: id, events: slice }) };
    };
    this.outbox.splice(1, 0, part(events.slice(0, half)), part(events.slice(half)));
  }

  private remove(batch: Batch): void {
    const index = this.outbox.indexOf(batch);
    if (index < 0) return;
    this.outbox.splice(index, 1);
    this.outboxBytes = this.outbox.length ? Math.max(0, this.outboxBytes - batch.body.length) : 0;
  }

  /** The page may end at any moment from here: what fits goes by beacon, the rest waits for the next page. */
  leave(): void {
    const pending = this.events;
    cancel(this.timer);
    this.timer = 0;
    this.events = [];
    this.bytes = 0;
    let slice: string[] = [];
    let size = 0;
    const cut = () => {
      if (slice.length) this.outbox.push(this.batch(slice));
      slice = [];
      size = 0;
    };
    for (const event of pending) {
      if (size + event.length > KEEPALIVE_BYTES - 2_000) cut();
      slice.push(event);
      size += event.length;
    }
    cut();
    let left = KEEPALIVE_BYTES;
    const rest: Batch[] = [];
    for (const batch of this.outbox) {
      const body = new Blob([batch.body], { type: 'text/plain' });
      if (body.size <= left && navigator.sendBeacon && navigator.sendBeacon(this.options.url, body)) left -= body.size;
      else rest.push(batch);
    }
    this.outbox = rest;
    this.outboxBytes = rest.reduce((sum, batch) => sum + batch.body.length, 0);
    this.save(rest);
  }

  private save(rest: Batch[]): void {
    if (this.options.memoryOnly || !rest.length) return;
    try {
      let size = 0;
      const kept = rest.filter((batch) => (size += batch.body.length) < SAVED_BYTES);
      localStorage.setItem(SAVED_KEY, JSON.stringify(kept));
    } catch {
      // Full or forbidden: the gap shows in the order numbers.
    }
  }

  /** The page lives on (it was only hidden, or came back from the back/forward cache). */
  resume(): void {
    this.restore(true);
    this.pump();
  }

  private restore(again?: boolean): void {
    if (this.options.memoryOnly) return;
    try {
      const text = localStorage.getItem(SAVED_KEY);
      if (!text) return;
      localStorage.removeItem(SAVED_KEY);
      if (!again) this.outbox.unshift(...JSON.parse(text));
    } catch {
      // As above.
    }
    later(() => this.pump(), FIRST_MS);
  }
}

/** Gzip off the main thread where the browser can, else the text as it is (the version in Safari 16.4 and 16.5 is broken). */
async function compress(text: string): Promise<ArrayBuffer | string> {
  const Stream = (window as any).CompressionStream;
  if (!Stream || text.length < 1_000 || /Version\/16\.[45].*Safari/.test(navigator.userAgent)) return text;
  try {
    return await new Response(new Blob([text]).stream().pipeThrough(new Stream('gzip'))).arrayBuffer();
  } catch {
    return text;
  }
}
