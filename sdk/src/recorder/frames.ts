import { listen } from '../natives';
import { scrolled } from './interaction';
import { current, flush, tree } from './mutations';
import { observeRoot } from './observe';
import { change, guard, slice, soon } from './recording';
import { frameDocument } from './snapshot';

/** Roots, frames and links met while serializing; they are looked at once the event with them is out. */
let found: (() => void)[] = [];
/** The document that the player has for each frame, and what ends the waiting for the next. */
export const frames = new Map<HTMLIFrameElement, { doc?: Document; unlisten: () => void }>();

export const meet = (run: () => void): unknown => found.push(run);

export function settle(): void {
  for (let run = found.shift(); run; run = found.shift()) run();
}

/** The player is about to forget everything. */
export function leaveAll(): void {
  found = [];
  frames.forEach((_, frame) => leaveFrame(frame));
}

export function leaveFrame(frame: HTMLIFrameElement): void {
  const state = frames.get(frame);
  if (state) state.unlisten();
  frames.delete(frame);
}

/** Records the document of a frame, and each one that it is navigated to. */
export const meetFrame = (frame: HTMLIFrameElement): unknown =>
  meet(() => {
    if (frames.has(frame)) return;
    const attach = guard(() => {
      const doc = frameDocument(frame);
      flush();
      const parentId = current(frame)?.id;
      if (!doc || !doc.documentElement || !parentId || state.doc === doc) return;
      state.doc = doc;
      slice();
      change({ adds: [{ parentId, nextId: null, node: tree(doc, frame) }], isAttachIframe: true });
      observeRoot(doc);
      soon(scrolled, doc);
      settle();
    });
    const state: { doc?: Document; unlisten: () => void } = { unlisten: listen(frame, 'load', attach) };
    frames.set(frame, state);
    // The empty document of a frame that is still loading is soon another one.
    const doc = frameDocument(frame);
    if (doc && (doc.readyState === 'complete' || doc.body?.firstChild) && (doc.URL !== 'about:blank' || /^(about:blank)?$/.test(frame.src))) attach();
  });
