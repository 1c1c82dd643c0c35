import { options } from './config';
import { active, on, running } from './events';
import { held, put, rotate, unattended } from './kept';
import { failed, hear, tell } from './listeners';
import { load } from './parts';
import { frames } from './recorder/frames';
import { add, known } from './recorder/mirror';
import { send } from './recorder/recording';
import { checkpoint, record, stop, witness } from './recorder';
import { META, type ReplayEvent } from './recorder/format';

const CHECKPOINT_MS = 5 * 60_000;
/** How long a recording that is only kept goes back, and how long a queue that is full gets. */
const KEEP_MS = 60_000;

let checkpointAt = 0;
let lost = false;
/** Frames of other origins may be part of the recording. */
let welcoming = false;

/** Records the page once it is there. */
export function startReplay(): void {
  const begin = () => {
    if (running) record(Object.assign(options, { emit: take, onActivity: active, onError: failed, load }));
    const { frames: origins } = options;
    if (origins && !welcoming) {
      welcoming = true;
      load('frames').then((part) => part.parent(origins, frames, known, add, send, put, (run: () => void) => hear('checkpoint', run))).catch(failed);
    }
  };
  witness();
  if (document.readyState === 'loading') on(document, 'DOMContentLoaded', begin);
  else begin();
}

/** Ends the recording; `discarding` what has gathered, since it belongs to a session that is over. */
export function stopReplay(discarding = false): void {
  lost = discarding;
  stop();
}

function take(data: ReplayEvent): void {
  const { type, timestamp } = data;
  if (unattended()) return;
  if (type === META) {
    checkpointAt = timestamp;
    lost = false;
    rotate();
    tell('checkpoint');
  }
  // What follows a loss cannot be played; the next checkpoint can.
  lost = lost || !put({ type: 'replay', seq: 0, timestamp, data });
  const age = timestamp - checkpointAt;
  if (age > (lost || held ? KEEP_MS : CHECKPOINT_MS)) checkpoint();
}
