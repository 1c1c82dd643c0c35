import { event, on } from '../events';
import { targetOf } from '../recorder/interaction';
import { selectorOf } from './selector';

/** Which fields people use, and which forms they send; never what is in them. */
export const captureForms = (): unknown =>
  on(document, 'change submit', (change) => {
    const target: any = targetOf(change);
    if (target && target.nodeType === 1) event('input', { name: change.type === 'submit' ? 'submit' : String(target.name || target.id || target.localName), selector: selectorOf(target) });
  });
