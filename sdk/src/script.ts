import { api, type Api } from './api';
import { Claymore } from './claymore';

/** The script tag: takes the place of the queue that the snippet left, and starts with the tag's `data-` options. */
(() => {
  const win = window as any;
  const queue = win.claymore;
  if (queue && queue.sessionId && !queue.q) return;
  const script = document.currentScript as HTMLScriptElement | null;
  const source = script ? script.src : '';
  const claymore: Api = api(new Claymore((part) => import(source.replace(/[^/]*$/, '') + `claymore-${part}.js`), source));
  win.claymore = claymore;
  if (script && script.dataset.key) claymore.init(optionsOf(script.dataset));
  const calls: any[] = (queue && queue.q) || [];
  for (const [method, ...args] of calls) if (method in claymore) claymore[method as keyof Api](...args);
})();

/** `data-mask-all-text` is `maskAllText`; values are read as JSON where they are, else as text. */
function optionsOf(data: DOMStringMap): any {
  const options: any = {};
  for (const name in data) {
    try {
      options[name] = data[name] === '' ? true : JSON.parse(data[name]!);
    } catch {
      options[name] = data[name];
    }
  }
  return options;
}
