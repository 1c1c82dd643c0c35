import type { ClaymoreEvent, Options } from '../options';
import type { Privacy } from '../recorder/privacy';

/** The first clicks and changes, kept until the part that understands them has arrived. */
export interface Early {
  events: [Event, number][];
  stop(): void;
}

/** Where captured things go, and what capturing needs. */
export interface Sink {
  readonly options: Options;
  readonly privacy: Privacy;
  /** How many requests the page has made. */
  calls: number;
  /** Queues an event of this type; the page's address and title are added. `at` is its time, when it is not now. */
  event(type: string, fields?: Partial<ClaymoreEvent>, at?: number): void;
  /** Wraps what the page calls: mistakes stay inside. */
  guard<T extends (...args: any[]) => void>(run: T): T;
  undo(undo: () => void): void;
  /** Runs when the page is hidden, which may be the last that is heard of it, and with `true` when it ends. */
  onLeave(run: (ends: boolean) => void): void;
}
