import { event, onLeave } from '../events';
import { failed, guard } from '../listeners';
import type { EventFields } from '../options';
import { load } from '../parts';
import { cleanUrl } from '../recorder/privacy';
import { selectorOf } from './selector';

const MOST_INTERACTIONS = 500;

interface Vital {
  value: number;
  /** What the browser said, for whoever looks into the cause. */
  entry?: any;
}

/** LCP, CLS, INP, FCP, TTFB and long tasks, reported when the page is hidden, as they can grow until then. What caused them says a part of its own. */
export function captureVitals(): void {
  const found: { [name: string]: Vital } = {};
  const sent: { [name: string]: number } = {};
  let causeOf: ((name: string, entry: any) => EventFields) | undefined;
  const [navigation] = performance.getEntriesByType('navigation') as any[];
  // A prerendered page begins when it is shown.
  const since = (name: string, time: number, entry?: any) => (found[name] = { value: Math.max(0, time - (navigation?.activationStart || 0)), entry });
  // A page that is not shown is not painted either, however fast it is.
  let hiddenAt = document.visibilityState === 'hidden' ? 0 : Infinity;
  const painted = (name: string, time: number, entry?: any) => time < hiddenAt && since(name, time, entry);
  // The browser keeps what was before the script arrived; a kind of entry that it does not have, it passes over.
  const observe = (type: string, each: (entry: any) => void) =>
    guard(() => new PerformanceObserver(guard((list) => list.getEntries().forEach(each))).observe({ type, buffered: true, durationThreshold: 16 } as any))();

  if (navigation?.responseStart) since('TTFB', navigation.responseStart, navigation);
  observe('paint', ({ name, startTime }) => {
    if (/^first-c/.test(name)) painted('FCP', startTime);
    found.CLS = found.CLS || { value: 0 };
  });
  // Browsers report no more of it once a person has done something.
  observe('largest-contentful-paint', (entry) => painted('LCP', entry.startTime, entry));

  // CLS: the worst window of shifts, of at most 5 s with gaps below 1 s.
  let sum = 0;
  let first = 0;
  let last = 0;
  let worst: any;
  observe('layout-shift', (entry) => {
    const { startTime, value, hadRecentInput } = entry;
    if (hadRecentInput) return;
    if (!worst || startTime - last > 1_000 || startTime - first > 5_000) {
      sum = 0;
      first = startTime;
      worst = entry;
    }
    last = startTime;
    sum += value;
    if (value > worst.value) worst = entry;
    if (!found.CLS || sum > found.CLS.value) found.CLS = { value: sum, entry: worst };
  });

  // INP: the longest interaction, one outlier ignored for every fifty. Its events wait for the same frame; what they waited for
  // is whichever of them was worked on longest.
  const interactions = new Map<number, Vital>();
  const work = ({ processingStart, processingEnd }: any) => processingEnd - processingStart;
  observe('event', (entry) => {
    const { interactionId, duration } = entry;
    if (!interactionId) return;
    const before = interactions.get(interactionId) || { value: 0, entry };
    interactions.set(interactionId, { value: Math.max(duration, before.value), entry: work(before.entry) > work(entry) ? before.entry : entry });
    found.INP = Array.from(interactions.values()).sort((a, b) => b.value - a.value)[Math.floor(interactions.size / 50)];
    if (interactions.size > MOST_INTERACTIONS) interactions.delete(interactions.keys().next().value!);
  });

  observe('longtask', ({ duration }) => (found.longtask = { value: (found.longtask?.value || 0) + duration }));

  onLeave(() => {
    hiddenAt = Math.min(hiddenAt, performance.now());
    Object.keys(found).forEach((name) => {
      const { value, entry } = found[name];
      const rounded = +value.toFixed(3);
      if (sent[name] === rounded) return;
      sent[name] = rounded;
      event('vital', { name, value: rounded, ...(entry && causeOf?.(name, entry)) });
    });
  });
  load('vitals').then((part) => (causeOf = part.causes(selectorOf, cleanUrl))).catch(failed);
}
