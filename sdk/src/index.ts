import { api, type Api } from './api';
import { Claymore } from './claymore';

export type { ClaymoreEvent, Options, Tags } from './options';
export type { Api } from './api';

// On a server there is no page: the functions are there and do nothing.
const claymore: Api = api(new Claymore((part) => import(`./claymore-${part}.js`)));

export const { init, identify, track, page, tag, tags, setCart, captureError, start, stop, optIn, optOut, reset, sessionId, replayUrl, on } = claymore;
