import { targetOf } from '../recorder/interaction';
import type { Sink } from '../capture/sink';
import { selectorOf } from './selector';

/** Which fields people use, and which forms they send; never what is in them. */
export function formUse(sink: Sink): (event: Event, at: number) => void {
  return (event, at) => {
    const target: any = targetOf(event);
    if (!target || target.nodeType !== 1) return;
    const name = event.type === 'submit' ? 'submit' : target.name || target.id || target.localName;
    sink.event('input', { name, selector: selectorOf(target) }, at);
  };
}
