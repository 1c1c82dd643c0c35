import { forgetSheets } from './cssom';
import { sendFont } from './fonts';
import { FULL_SNAPSHOT, META, VIEWPORT_RESIZE } from './format';
import { leaveAll } from './frames';
import { sendMoves } from './interaction';
import { BURST_MS } from './limits';
import { restart } from './mirror';
import { clear, current, cut, flush, tree } from './mutations';
import { observeRoot } from './observe';
import { cleanUrl } from './privacy';
import { close, event, first, guard, on, open, options, type RecordOptions, send, soon } from './recording';
import { pictures } from './snapshot';

export type { ReplayEvent } from './format';
export type { RecordOptions } from './recording';
export { mark, spent } from './recording';
export { witness } from './witness';

/** Sends a full snapshot, from which the recording plays without what came before. */
export const checkpoint = guard(() => {
  clear();
  restart();
  forgetSheets();
  leaveAll();
  event(META, { href: cleanUrl(location.href), width: innerWidth, height: innerHeight });
  event(FULL_SNAPSHOT, { node: tree(document, null), initialOffset: { left: scrollX, top: scrollY } });
  observeRoot(document);
  flush(BURST_MS);
  document.fonts?.forEach(sendFont);
});

/** Sends what has gathered so far. */
export const finish = guard(() => {
  cut();
  flush();
  sendMoves();
});

const resized = () => send(VIEWPORT_RESIZE, { width: innerWidth, height: innerHeight });

/** Records the page in rrweb's event format until it is stopped. A page has one recording at a time. */
export function record(given: RecordOptions): void {
  open(given);
  if (first(window)) on(window, 'resize', () => soon(resized));
  checkpoint();
  if (options.canvas && options.load) {
    options
      .load('canvas')
      .then((part) => pictures(part.start({ known: (canvas: Node) => (flush(), current(canvas)), guard, send, everyMs: 1_000 / Math.min(4, options.canvas!) })))
      .catch(options.onError);
  }
}

/** Sends what has gathered, and no more. */
export function stop(): void {
  finish();
  clear();
  leaveAll();
  close();
}
