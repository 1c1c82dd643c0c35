import { cancel, later } from '../natives';
import type { Core } from './core';
import { MEDIA_INTERACTION, MOUSE_INTERACTION, MOUSE_MOVE, SCROLL, SELECTION, TOUCH_MOVE } from './format';

const INTERACTIONS = 'mouseup mousedown click contextmenu dblclick focus blur touchstart . touchend touchcancel'.split(' ');
const MEDIA = 'play pause seeked volumechange ratechange'.split(' ');
const MOVE_EVERY_MS = 50;
const SEND_MOVES_EVERY_MS = 500;

/** The element an event is about, also inside a shadow root. */
export function targetOf(event: Event): Node {
  return ((event.composedPath && event.composedPath()[0]) || event.target) as Node;
}

/** What does not leave a shadow root: scrolling, players. `root` is the document or a shadow root. */
export function observeScroll(core: Core, root: Node): void {
  const { mirror, on } = core;
  const scrolled = core.batch((node: any) => {
    const id = mirror.id(node);
    const { scrollLeft, scrollTop } = node.nodeType === 9 ? node.scrollingElement || node.documentElement : node;
    if (id) core.send(SCROLL, { id, x: scrollLeft, y: scrollTop });
  });
  on(root, 'scroll', (event) => {
    scrolled(event.target);
    core.active();
  });
  on(root, MEDIA.join(' '), ({ type, target }) => {
    const id = mirror.id(target);
    const { currentTime, volume, muted, playbackRate, loop } = target;
    if (id) core.send(MEDIA_INTERACTION, { type: MEDIA.indexOf(type), id, currentTime, volume, muted, playbackRate, loop });
  });
}

/** What a person does with pointer, focus, keyboard and selection, in one document. */
export function observeInteraction(core: Core, doc: Document): void {
  const { mirror, on } = core;
  let pointerType = 0;
  let positions: { x: number; y: number; id: number; timeOffset: number }[] = [];
  let source = MOUSE_MOVE;
  let lastMove = 0;
  let timer = 0;

  const sendMoves = core.guard(() => {
    cancel(timer);
    timer = 0;
    const now = Date.now();
    positions.forEach((each) => (each.timeOffset -= now));
    if (positions.length) core.send(source, { positions });
    positions = [];
  });
  on(doc, 'mousemove touchmove', (event) => {
    const now = Date.now();
    if (now - lastMove < MOVE_EVERY_MS) return;
    lastMove = now;
    core.active();
    const id = mirror.id(targetOf(event));
    if (!id) return;
    const kind = event.changedTouches ? TOUCH_MOVE : MOUSE_MOVE;
    if (kind !== source) sendMoves();
    source = kind;
    const { clientX, clientY } = event.changedTouches ? event.changedTouches[0] : event;
    positions.push({ x: clientX, y: clientY, id, timeOffset: now });
    timer = timer || later(sendMoves, SEND_MOVES_EVERY_MS);
  });
  core.undo(sendMoves);

  on(doc, 'pointerdown', (event) => (pointerType = ['mouse', 'pen', 'touch'].indexOf(event.pointerType)));
  on(doc, INTERACTIONS.join(' '), (event) => {
    const target = targetOf(event);
    if (!target || target.nodeType !== 1) return;
    core.sync();
    core.active();
    const id = mirror.id(target);
    if (!id) return;
    sendMoves();
    const { clientX, clientY } = event.changedTouches ? event.changedTouches[0] : event;
    core.send(MOUSE_INTERACTION, { type: INTERACTIONS.indexOf(event.type), id, x: clientX, y: clientY, pointerType });
  });
  on(doc, 'keydown', core.active);

  let collapsed = true;
  on(doc, 'selectionchange', () => {
    const selection = doc.getSelection();
    if (!selection || (collapsed && selection.isCollapsed)) return;
    collapsed = selection.isCollapsed;
    const ranges = [];
    for (let i = 0; i < selection.rangeCount; i++) {
      const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(i);
      const start = mirror.id(startContainer);
      const end = mirror.id(endContainer);
      if (start && end) ranges.push({ start, startOffset, end, endOffset });
    }
    core.send(SELECTION, { ranges });
  });
}
