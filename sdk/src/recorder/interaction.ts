import { later } from '../natives';
import { MEDIA_INTERACTION, MOUSE_INTERACTION, MOUSE_MOVE, SCROLL, SELECTION, TOUCH_MOVE } from './format';
import { MOVE_EVERY_MS, SEND_MOVES_EVERY_MS } from './limits';
import { idOf } from './mirror';
import { flush, touch } from './mutations';
import { active, guard, on, send, soon } from './recording';

const INTERACTIONS = 'mouseup mousedown click contextmenu dblclick focus blur touchstart . touchend touchcancel';
const MEDIA = 'play pause seeked volumechange ratechange';

/** The element an event is about, also inside a shadow root. */
export const targetOf = (event: Event): any => (event.composedPath && event.composedPath()[0]) || event.target;

function pointOf(event: any): { x: number; y: number } {
  const point = (event.changedTouches || [event])[0];
  return { x: point.clientX, y: point.clientY };
}

/** Tells how far the element or document has been scrolled. */
export function scrolled(node: any): void {
  const id = idOf(node);
  const scroller = node.nodeType === 9 ? node.scrollingElement || node.documentElement : node;
  if (id) send(SCROLL, { id, x: scroller.scrollLeft, y: scroller.scrollTop });
}

/** What does not leave a shadow root: scrolling, players, popovers. */
export function observeScroll(root: Node): void {
  on(root, 'scroll', ({ target }) => {
    soon(scrolled, target);
    active();
  });
  on(root, MEDIA, ({ type, target }) => {
    const id = idOf(target);
    const { currentTime, volume, muted, playbackRate, loop } = target;
    if (id) send(MEDIA_INTERACTION, { type: MEDIA.split(' ').indexOf(type), id, currentTime, volume, muted, playbackRate, loop });
  });
  on(root, 'toggle', ({ target }) => target.popover && touch(target, 'style'));
}

// --- What a person does with pointer, focus, keyboard and selection ----------------------------------------------------

let pointerType = 0;
let positions: { x: number; y: number; id: number; timeOffset: number }[] = [];
let source = MOUSE_MOVE;
let lastMove = 0;

export function sendMoves(): void {
  const now = Date.now();
  positions.forEach((each) => (each.timeOffset -= now));
  if (positions.length) send(source, { positions });
  positions = [];
}

export function observeInteraction(doc: Document): void {
  on(doc, 'mousemove touchmove', (event) => {
    const now = Date.now();
    if (now - lastMove < MOVE_EVERY_MS) return;
    lastMove = now;
    active();
    const id = idOf(targetOf(event));
    if (!id) return;
    const kind = event.changedTouches ? TOUCH_MOVE : MOUSE_MOVE;
    if (kind !== source) sendMoves();
    source = kind;
    if (!positions.length) later(guard(sendMoves), SEND_MOVES_EVERY_MS);
    positions.push({ ...pointOf(event), id, timeOffset: now });
  });
  on(doc, 'pointerdown', (event) => (pointerType = ['mouse', 'pen', 'touch'].indexOf(event.pointerType)));
  on(doc, INTERACTIONS, (event) => {
    const target = targetOf(event);
    if (!target || target.nodeType !== 1) return;
    flush();
    active();
    const id = idOf(target);
    if (!id) return;
    sendMoves();
    send(MOUSE_INTERACTION, { type: INTERACTIONS.split(' ').indexOf(event.type), id, ...pointOf(event), pointerType });
  });
  on(doc, 'keydown', active);

  let collapsed = true;
  on(doc, 'selectionchange', () => {
    const selection = doc.getSelection();
    if (!selection || (collapsed && selection.isCollapsed)) return;
    collapsed = selection.isCollapsed;
    const ranges = [];
    for (let i = 0; i < selection.rangeCount; i++) {
      const range = selection.getRangeAt(i);
      const start = idOf(range.startContainer);
      const end = idOf(range.endContainer);
      if (start && end) ranges.push({ start, startOffset: range.startOffset, end, endOffset: range.endOffset });
    }
    send(SELECTION, { ranges });
  });
}
