import type { Claymore } from './claymore';

/** The methods that may be called before the script has arrived, in the order of the documentation. */
export const METHODS = [
  'init', 'identify', 'track', 'page', 'tag', 'tags', 'setCart', 'captureError', 'start', 'stop', 'optIn', 'optOut', 'reset', 'sessionId', 'replayUrl', 'on',
] as const;

export type Api = { [method in (typeof METHODS)[number]]: (...args: any[]) => any };

/** The public functions, none of which throws. */
export function api(claymore: Claymore): Api {
  const target: any = claymore;
  target.tag = (key: string, value: any) => claymore.tags({ [key]: value });
  const result: any = {};
  for (const method of METHODS) result[method] = claymore.guard((...args: any[]) => target[method](...args));
  return result;
}
