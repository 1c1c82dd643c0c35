import { type Claymore, createClaymore } from './claymore';

/** The script tag: takes the place of the queue that the snippet left, and starts with the tag's `data-` options. */
const win = window as any;
const queue = win.claymore;
if (!queue?.sessionId) {
  const script = document.currentScript as HTMLScriptElement | null;
  const source = script?.src || '';
  const claymore: any = createClaymore((part) => import(source.replace(/[^/]*$/, `claymore-${part}.js`)), source);
  win.claymore = claymore;
  if (script?.dataset.key) (claymore as Claymore).init(optionsOf(script.dataset));
  for (const [method, ...args] of queue?.q || []) claymore[method]?.(...args);
}

/** `data-mask-all-text` is `maskAllText`; values are read as JSON where they are, else as text. */
function optionsOf(data: DOMStringMap): any {
  const options: any = {};
  for (const name in data) {
    try {
      options[name] = JSON.parse(data[name] || 'true');
    } catch {
      options[name] = data[name];
    }
  }
  return options;
}
