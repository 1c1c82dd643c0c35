import { forgetSheets } from './cssom';
import { sendFont } from './fonts';
import { FULL_SNAPSHOT, META, VIEWPORT_RESIZE } from './format';
import { leaveAll, settle } from './frames';
import { sendMoves } from './interaction';
import { BURST_MS } from './limits';
import { known, restart } from './mirror';
import { clear, flush, tree } from './mutations';
import { observeRoot } from './observe';
import { cleanUrl } from './privacy';
import { close, event, first, guard, mark, on, open, options, type RecordOptions, send, slice, soon, spent } from './recording';
import { pictures } from './snapshot';

export type { ReplayEvent } from './format';
export type { RecordOptions } from './recording';
export { witness } from './witness';

export interface Recording {
  /** Sends what has gathered, and no more. */
  stop(): void;
  /** Sends a full snapshot, from which the recording plays without what came before. */
  checkpoint(): void;
  /** Sends what has gathered so far. */
  flush(): void;
  /** Puts a mark into the recording. */
  mark(tag: string, payload: object): void;
  /** Milliseconds of the main thread used so far. */
  spent(): number;
}

const snapshot = guard(() => {
  event(META, { href: cleanUrl(location.href), width: innerWidth, height: innerHeight });
  clear();
  restart();
  forgetSheets();
  leaveAll();
  slice(BURST_MS);
  const node = tree(document, null, 0);
  event(FULL_SNAPSHOT, { node, initialOffset: { left: scrollX, top: scrollY } });
  observeRoot(document);
  settle();
  document.fonts?.forEach(sendFont);
});

const resized = () => send(VIEWPORT_RESIZE, { width: innerWidth, height: innerHeight });

/** Records the page in rrweb's event format until it is stopped. A page has one recording at a time. */
export function record(given: RecordOptions): Recording {
  open(given);
  if (first(window)) on(window, 'resize', () => soon(resized));
  snapshot();
  if (options.canvas && options.load) {
    options
      .load('canvas')
      .then((part) => pictures(part.start({ known, guard, send, everyMs: 1_000 / Math.min(4, options.canvas!) })))
      .catch(options.onError);
  }

  const finish = guard(() => {
    flush();
    sendMoves();
  });
  return {
    stop() {
      finish();
      clear();
      leaveAll();
      close();
    },
    checkpoint: snapshot,
    flush: finish,
    mark,
    spent: () => spent,
  };
}
