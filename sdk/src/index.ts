import { createClaymore } from './claymore';

export type { ClaymoreEvent, Listener, Options, Tags, Topic } from './options';

const PARTS: { [part: string]: () => Promise<any> } = {
  queue: () => import('./lazy/queue'),
  frames: () => import('./lazy/frames'),
  canvas: () => import('./lazy/canvas'),
  vitals: () => import('./lazy/vitals'),
};

// On a server there is no page: the functions are there and do nothing.
export const claymore = /* @__PURE__ */ createClaymore((part) => PARTS[part]());
export const { init, identify, track, page, tag, tags, setCart, captureError, start, stop, optIn, optOut, reset, sessionId, replayUrl, on } = claymore;
