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

export type Replay = ReturnType<typeof startReplay>;

/** The recording of this page: sent as it comes, or kept for a minute until something makes it worth sending. */
export function startReplay(options: Options, sink: ReplaySink, sending: boolean) {
  let recording: Recording | undefined;
  let kept: ReplayEvent[] = [];
  let checkpointAt = 0;
  let events = 0;
  let lost = false;

  function start(): void {
    recording = record({ ...options, emit: take, onActivity: sink.active, onError: sink.error, load: sink.load });
  }

  function take(event: ReplayEvent): void {
    // Nobody is there: what the page does by itself belongs to no session.
    if (sink.idle()) return;
    const { type, timestamp } = event;
    const begins = type === META || type === FULL_SNAPSHOT;
    if (type === META) {
      checkpointAt = timestamp;
      events = 0;
      if (!sending) {
        // Everything before the last checkpoint that is at least a minute old is not needed any more.
        let from = 0;
        kept.forEach((each, i) => each.type === META && each.timestamp <= timestamp - KEEP_MS && (from = i));
        kept.splice(0, from);
      }
    }
    events++;
    if (!sending) kept.push(event);
    // What follows a loss cannot be played; the next checkpoint can.
    else if (!lost || begins) lost = !sink.add(event);
    const age = timestamp - checkpointAt;
    if (!begins && (lost ? age > KEEP_MS : sending ? age > CHECKPOINT_MS && events > CHECKPOINT_EVENTS : age > KEEP_MS / 2)) {
      checkpointAt = timestamp;
      restart();
    }
  }

  function restart(changed?: Partial<Options>): void {
    if (!recording) return;
    if (changed) {
      recording.stop();
      options = { ...options, ...changed };
      start();
    } else recording.checkpoint();
  }

  return {
    start,
    /** Begins anew with a full snapshot: another session, another page view, other rules. */
    restart,
    flush: () => recording && recording.flush(),
    spent: () => (recording ? recording.spent() : 0),
    mark: (tag: string, payload: object) => recording && recording.mark(tag, payload),

    stop(): void {
      if (recording) recording.stop();
      recording = undefined;
    },

    /** Whether an event makes a recording that is only kept worth sending. */
    consider(event: ClaymoreEvent): void {
      const { replayOn } = options;
      if (sending || !replayOn) return;
      if (!(typeof replayOn === 'function' ? replayOn(event) : replayOn.includes(event.type === 'error' ? 'error' : (event.name as any)))) return;
      if (recording) recording.flush();
      sending = true;
      kept.forEach((each) => sink.add(each));
      kept = [];
      sink.flush();
    },
  };
}
