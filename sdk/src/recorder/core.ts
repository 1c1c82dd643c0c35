import type { ReplayEvent } from './format';
import type { Mirror } from './mirror';
import type { Privacy, PrivacyOptions } from './privacy';
import type { Serializer } from './snapshot';

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

/** What the observers of a recording share. */
export interface Core {
  readonly options: RecordOptions;
  readonly mirror: Mirror;
  readonly privacy: Privacy;
  readonly serializer: Serializer;
  /** Sends an incremental event. */
  send(source: number, data: object): void;
  /** Brings the player up to the page first, for an event that only makes sense then. */
  sync(): void;
  /** Sends an element anew, with everything below it. */
  again(node: Node): void;
  /** Wraps what the page calls: its time is counted, its mistakes stay inside. */
  guard<T extends (...args: any[]) => void>(run: T): T;
  /** Something to undo when the recording stops. */
  undo(undo: () => void): void;
  /** Listens until the recording stops, guarded. */
  on(target: EventTarget, types: string, run: (event: any) => void): void;
  /** A person has done something. */
  active(): void;
  /** Runs within some hundred milliseconds, together with the next flush. */
  soon(run: () => void): void;
  /** Runs once for all the items that were given to it until the next flush. */
  batch<T>(run: (item: T) => void): (item: T) => void;
}
