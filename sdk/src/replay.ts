import type { ClaymoreEvent, Options } from './options';
import { record, type Recording } from './recorder';
import { FULL_SNAPSHOT, META, type ReplayEvent } from './recorder/format';

const CHECKPOINT_MS = 5 * 60_000;
const CHECKPOINT_EVENTS = 500;
const KEEP_MS = 60_000;

export interface ReplaySink {
  /** Queues an event of the recording; false when there is no room for it. */
  add(event: ReplayEvent): boolean;
  active(): void;
  /** Whether the session has ended for want of activity. */
  idle(): boolean;
  load(part: string): Promise<any>;
  error(problem: unknown): void;
  flush(): void;
}

/** The recording of this page: sent as it comes, or kept for a minute until something makes it worth sending. */
export class Replay {
  private recording?: Recording;
  private kept: ReplayEvent[] = [];
  private checkpointAt = 0;
  private events = 0;
  private lost = false;

  constructor(
    private options: Options,
    private readonly sink: ReplaySink,
    private sending: boolean,
  ) {}

  get spent(): number {
    return this.recording ? this.recording.spent : 0;
  }

  start(): void {
    if (this.recording) return;
    const { sink } = this;
    this.recording = record({
      ...this.options,
      emit: (event) => this.take(event),
      onActivity: () => sink.active(),
      onError: (problem) => sink.error(problem),
      load: sink.load,
    });
  }

  stop(): void {
    this.recording?.stop();
    this.recording = undefined;
  }

  flush(): void {
    this.recording?.flush();
  }

  /** Begins anew with a full snapshot: another session, another page view, other rules. */
  restart(options?: Partial<Options>): void {
    if (!this.recording) return;
    this.kept = [];
    if (options) {
      this.stop();
      this.options = { ...this.options, ...options };
      this.start();
    } else this.recording.checkpoint();
  }

  /** Whether an event makes a recording that is only kept worth sending. */
  consider(event: ClaymoreEvent): void {
    const { replayOn } = this.options;
    if (this.sending || !replayOn) return;
    const worth =
      typeof replayOn === 'function'
        ? replayOn(event)
        : (event.type === 'error' && replayOn.includes('error')) || (event.name === 'rage' && replayOn.includes('rage'));
    if (!worth) return;
    this.sending = true;
    this.flush();
    this.kept.forEach((each) => this.sink.add(each));
    this.kept = [];
    this.sink.flush();
  }

  private take(event: ReplayEvent): void {
    // Nobody is there: what the page does by itself belongs to no session.
    if (this.sink.idle()) return;
    if (event.type === META) {
      this.checkpointAt = event.timestamp;
      this.events = 0;
    }
    this.events++;
    if (this.sending) {
      if (this.lost && event.type !== META && event.type !== FULL_SNAPSHOT) return;
      this.lost = !this.sink.add(event);
    } else this.keep(event);
    const age = event.timestamp - this.checkpointAt;
    if (event.type > FULL_SNAPSHOT && event.type !== META && (this.sending ? age > CHECKPOINT_MS && this.events > CHECKPOINT_EVENTS : age > KEEP_MS / 2)) {
      this.checkpointAt = event.timestamp;
      setTimeout(() => this.recording?.checkpoint());
    }
  }

  /** Drops what lies before the last checkpoint that is at least a minute old. */
  private keep(event: ReplayEvent): void {
    if (event.type === META) {
      const limit = event.timestamp - KEEP_MS;
      let from = 0;
      this.kept.forEach((each, i) => each.type === META && each.timestamp <= limit && (from = i));
      this.kept.splice(0, from);
    }
    this.kept.push(event);
  }
}
