import { listen } from '../natives';
import type { Early, Sink } from '../capture/sink';
import { judgeClicks } from './clicks';
import { formUse } from './forms';
import { captureVitals } from './vitals';

/** Everything whose beginning can be made up for: the browser keeps the measurements, the bundle the first clicks. */
export function start(sink: Sink, early: Early): void {
  const on = sink.options.capture || {};
  if (on.vitals !== false) captureVitals(sink);
  const handlers: { [type: string]: (event: any, at: number) => void } = {};
  if (on.clicks !== false) handlers.click = judgeClicks(sink);
  if (on.forms !== false) handlers.change = handlers.submit = formUse(sink);
  const handle = sink.guard((event: Event, at: number) => handlers[event.type] && handlers[event.type](event, at));
  early.events.forEach(([event, at]) => handle(event, at));
  early.stop();
  sink.undo(listen(document, 'click change submit', (event) => handle(event, Date.now())));
}
