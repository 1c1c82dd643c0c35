import { listen } from '../natives';
import { selectorOf } from './selector';
import type { Sink } from '../capture/sink';

/** LCP, CLS, INP, FCP and TTFB with what caused them, and long tasks. Reported when the page is hidden, as they can grow until then. */
export function captureVitals(sink: Sink): void {
  const Observer = window.PerformanceObserver;
  if (!Observer) return;
  const found: { [name: string]: { value: number; selector?: string } } = {};
  const where = (node: any): string | undefined => (node && node.nodeType === 1 ? selectorOf(node) : undefined);
  const observe = (type: string, each: (entry: any) => void, more?: object) => {
    try {
      const observer = new Observer(sink.guard((list: PerformanceObserverEntryList) => list.getEntries().forEach(each)));
      observer.observe({ type, buffered: true, ...more });
      sink.undo(() => observer.disconnect());
    } catch {
      // A kind of entry that this browser does not have.
    }
  };
  const navigation: any = performance.getEntriesByType('navigation')[0];
  // A prerendered page begins when it is shown.
  const begun = (navigation && navigation.activationStart) || 0;
  const since = (time: number) => Math.max(0, time - begun);

  if (navigation && navigation.responseStart > 0) found.TTFB = { value: since(navigation.responseStart) };
  observe('paint', (entry) => entry.name === 'first-contentful-paint' && (found.FCP = { value: since(entry.startTime) }));
  let finished = false;
  observe('largest-contentful-paint', (entry) => {
    if (!finished) found.LCP = { value: since(entry.startTime), selector: where(entry.element) };
  });
  sink.undo(listen(window, 'keydown pointerdown', () => (finished = true)));

  // CLS: the worst window of shifts, of at most 5 s with gaps below 1 s.
  let sum = 0;
  let first = 0;
  let last = 0;
  let largest = 0;
  let culprit: string | undefined;
  observe('layout-shift', (entry) => {
    if (entry.hadRecentInput) return;
    if (entry.startTime - last > 1_000 || entry.startTime - first > 5_000) {
      sum = largest = 0;
      first = entry.startTime;
    }
    last = entry.startTime;
    sum += entry.value;
    if (entry.value > largest) {
      largest = entry.value;
      culprit = where(entry.sources && entry.sources[0] && entry.sources[0].node);
    }
    if (!found.CLS || sum > found.CLS.value) found.CLS = { value: sum, selector: culprit };
  });
  observe('paint', () => (found.CLS = found.CLS || { value: 0 }));

  // INP: the longest interaction, one outlier ignored for every fifty.
  const interactions = new Map<number, { value: number; selector?: string }>();
  observe(
    'event',
    (entry) => {
      if (!entry.interactionId) return;
      const before = interactions.get(entry.interactionId);
      if (before && before.value >= entry.duration) return;
      interactions.set(entry.interactionId, { value: entry.duration, selector: where(entry.target) || (before && before.selector) });
      const sorted = Array.from(interactions.values()).sort((a, b) => b.value - a.value);
      found.INP = sorted[Math.min(sorted.length - 1, Math.floor(interactions.size / 50))];
      if (interactions.size > 500) interactions.delete(interactions.keys().next().value!);
    },
    { durationThreshold: 40 },
  );

  let long = 0;
  observe('longtask', (entry) => (long += entry.duration));

  const sent: { [name: string]: number } = {};
  sink.onLeave(() => {
    if (long) found.longtask = { value: long };
    for (const name in found) {
      const { value, selector } = found[name];
      const rounded = name === 'CLS' ? Math.round(value * 1e4) / 1e4 : Math.round(value);
      if (sent[name] === rounded) continue;
      sent[name] = rounded;
      sink.event('vital', { name, value: rounded, selector });
    }
  });
}
