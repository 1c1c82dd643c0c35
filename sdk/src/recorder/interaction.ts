import { cancel, later, listen } from '../natives';
import type { Core } from './core';
import { MEDIA_INTERACTION, MOUSE_INTERACTION, MOUSE_MOVE, SCROLL, SELECTION, TOUCH_MOVE } from './format';

const INTERACTIONS: { [type: string]: number } = {
  mouseup: 0, mousedown: 1, click: 2, contextmenu: 3, dblclick: 4, focus: 5, blur: 6, touchstart: 7, touchend: 9, touchcancel: 10,
};
const MEDIA: { [type: string]: number } = { play: 0, pause: 1, seeked: 2, volumechange: 3, ratechange: 4 };
const MOVE_EVERY_MS = 50;
const SEND_MOVES_EVERY_MS = 500;

/** The element an event is about, also inside a shadow root. */
export function targetOf(event: Event): Node | null {
  const path = event.composedPath ? event.composedPath() : [];
  return (path[0] || event.target) as Node | null;
}

/** What a person does with pointer, keyboard focus, scroll wheel and players, in one document. */
export function observeInteraction(core: Core, doc: Document): void {
  const on = (types: string, run: (event: any) => void, target: EventTarget = doc) => core.undo(listen(target, types, core.guard(run)));
  const { mirror } = core;
  let pointer = 0;

  let moves: { x: number; y: number; id: number; timeOffset: number }[] = [];
  let moveSource = MOUSE_MOVE;
  let lastMove = 0;
  let timer = 0;
  const sendMoves = core.guard(() => {
    cancel(timer);
    timer = 0;
    const now = Date.now();
    if (moves.length) core.send(moveSource, { positions: moves.map((move) => ({ ...move, timeOffset: move.timeOffset - now })) });
    moves = [];
  });
  on('mousemove touchmove drag', (event) => {
    const now = Date.now();
    const touch = event.changedTouches;
    if (now - lastMove < MOVE_EVERY_MS) return;
    lastMove = now;
    const id = mirror.id(targetOf(event));
    if (!id) return;
    const source = touch ? TOUCH_MOVE : event.type === 'drag' ? 12 : MOUSE_MOVE;
    if (source !== moveSource) sendMoves();
    moveSource = source;
    const { clientX, clientY } = touch ? touch[0] : event;
    moves.push({ x: clientX, y: clientY, id, timeOffset: now });
    if (!timer) timer = later(sendMoves, SEND_MOVES_EVERY_MS);
    if (core.options.onActivity) core.options.onActivity();
  });
  core.undo(sendMoves);

  on('pointerdown', (event) => (pointer = event.pointerType === 'touch' ? 2 : event.pointerType === 'pen' ? 1 : 0));
  on(Object.keys(INTERACTIONS).join(' '), (event) => {
    const target = targetOf(event);
    if (!target || target.nodeType !== 1) return;
    core.sync();
    const id = mirror.id(target);
    if (!id) return;
    sendMoves();
    const at = event.changedTouches ? event.changedTouches[0] : event;
    const data: any = { type: INTERACTIONS[event.type], id };
    if (at.clientX !== undefined) {
      data.x = at.clientX;
      data.y = at.clientY;
      data.pointerType = pointer;
    }
    core.send(MOUSE_INTERACTION, data);
    if (core.options.onActivity) core.options.onActivity();
  });
  on('keydown', () => core.options.onActivity && core.options.onActivity());

  const scrolled = new Set<Node>();
  on('scroll', (event) => {
    const target = event.target as Node;
    if (!scrolled.size) {
      core.soon(() => {
        scrolled.forEach((node) => sendScroll(core, node));
        scrolled.clear();
      });
    }
    scrolled.add(target);
    if (core.options.onActivity) core.options.onActivity();
  });

  on(Object.keys(MEDIA).join(' '), (event) => {
    const media = event.target as HTMLMediaElement;
    const id = mirror.id(media);
    if (!id) return;
    const { currentTime, volume, muted, playbackRate, loop } = media;
    core.send(MEDIA_INTERACTION, { type: MEDIA[event.type], id, currentTime, volume, muted, playbackRate, loop });
  });

  let wasCollapsed = true;
  on('selectionchange', () => {
    const selection = doc.getSelection();
    if (!selection || (wasCollapsed && selection.isCollapsed)) return;
    wasCollapsed = selection.isCollapsed;
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

function sendScroll(core: Core, node: Node): void {
  const id = core.mirror.id(node);
  if (!id) return;
  const element = (node.nodeType === 9 ? (node as Document).scrollingElement || (node as Document).documentElement : node) as Element;
  core.send(SCROLL, { id, x: element.scrollLeft, y: element.scrollTop });
}
