import { createClaymore } from './claymore';

export type { ClaymoreEvent, Listener, Options, Tags, Topic } from './options';

const PARTS: { [part: string]: () => Promise<any> } = {
  queue: () => import('./lazy/queue'),
  canvas: () => import('./lazy/canvas'),
  capture: () => import('./lazy/capture'),
};

// On a server there is no page: the functions are there and do nothing.
export const claymore = /* @__PURE__ */ createClaymore((part) => PARTS[part]());
export const { init, identify, track, page, tag, tags, setCart, captureError, start, stop, optIn, optOut, reset, sessionId, replayUrl, on } = claymore;
