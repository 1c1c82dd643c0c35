import type { event, onLeave } from '../events';
import type { guard } from '../listeners';
import type { EventFields } from '../options';

const MOST_INTERACTIONS = 500;

interface Vital {
  value: number;
  /** What the browser said, for whoever looks into the cause. */
  entry?: any;
}

/** What this part is given by the script, which is another file. */
export interface Page {
  event: typeof event;
  onLeave: typeof onLeave;
  guard: typeof guard;
  selectorOf(element: Element): string;
  cleanUrl(url: string): string;
}

/**
 * LCP, CLS, INP, FCP, TTFB and long tasks, with what caused them. The browser keeps what was before this part arrived.
 * Reported when the page is hidden, as they can grow until then.
 */
export function start(page: Page): void {
  const { event, onLeave, guard } = page;
  const cause = causesOf(page);
  const found: { [name: string]: Vital } = {};
  const sent: { [name: string]: number } = {};
  const [navigation] = performance.getEntriesByType('navigation') as any[];
  // A prerendered page begins when it is shown.
  const since = (name: string, time: number, entry?: any) => (found[name] = { value: Math.max(0, time - (navigation?.activationStart || 0)), entry });
  const observe = (type: string, each: (entry: any) => void, more?: object) => {
    try {
      new PerformanceObserver(guard((list) => list.getEntries().forEach(each))).observe({ type, buffered: true, ...more });
    } catch {
      // A kind of entry that this browser does not have.
    }
  };

  if (navigation?.responseStart) since('TTFB', navigation.responseStart, navigation);
  observe('paint', ({ name, startTime }) => {
    if (/^first-c/.test(name)) since('FCP', startTime);
    found.CLS = found.CLS || { value: 0 };
  });
  // Browsers report no more of it once a person has done something.
  observe('largest-contentful-paint', (entry) => since('LCP', entry.startTime, entry));

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
  observe(
    'event',
    (entry) => {
      const { interactionId, duration } = entry;
      if (!interactionId) return;
      const before = interactions.get(interactionId) || { value: 0, entry };
      interactions.set(interactionId, { value: Math.max(duration, before.value), entry: work(before.entry) > work(entry) ? before.entry : entry });
      found.INP = Array.from(interactions.values()).sort((a, b) => b.value - a.value)[Math.floor(interactions.size / 50)];
      if (interactions.size > MOST_INTERACTIONS) interactions.delete(interactions.keys().next().value!);
    },
    { durationThreshold: 40 },
  );

  observe('longtask', ({ duration }) => (found.longtask = { value: (found.longtask?.value || 0) + duration }));

  onLeave(() => {
    for (const name in found) {
      const { value, entry } = found[name];
      const rounded = +value.toFixed(3);
      if (sent[name] === rounded) continue;
      sent[name] = rounded;
      event('vital', { name, value: rounded, ...(entry && cause(name, entry)) });
    }
  });
}

const ms = (parts: { [name: string]: number }): string =>
  Object.keys(parts).map((name) => `${name} ${Math.round(Math.max(0, parts[name]))}`).join(', ') + ' ms';

/** Says what caused a vital: the element, the resource, and what the time was spent on. */
function causesOf({ selectorOf, cleanUrl }: Page): (name: string, entry: any) => EventFields {
  const where = (node: any): string | undefined => (node && node.nodeType === 1 ? selectorOf(node) : undefined);
  const [navigation] = performance.getEntriesByType('navigation') as any[];
  const causes: { [name: string]: (entry: any) => EventFields } = {
    TTFB: ({ startTime, fetchStart, domainLookupStart, connectStart, requestStart, responseStart }) => ({
      text: ms({ waiting: fetchStart - startTime, cache: domainLookupStart - fetchStart, dns: connectStart - domainLookupStart, connection: requestStart - connectStart, server: responseStart - requestStart }),
    }),
    LCP({ element, url: address, startTime }) {
      const [resource] = (address ? performance.getEntriesByName(address, 'resource') : []) as PerformanceResourceTiming[];
      const ttfb = navigation ? navigation.responseStart : 0;
      const requested = resource ? Math.max(ttfb, resource.requestStart || resource.startTime) : ttfb;
      const loaded = resource ? Math.max(requested, resource.responseEnd) : requested;
      return {
        selector: where(element),
        ...(address && { requestUrl: cleanUrl(address) }),
        text: ms({ ttfb, 'load delay': requested - ttfb, load: loaded - requested, 'render delay': startTime - loaded }),
      };
    },
    CLS: ({ sources, startTime }) => ({ selector: where((sources.find(({ node }: any) => where(node)) || '').node), text: `largest shift at ${Math.round(startTime)} ms` }),
    INP: ({ name, target, startTime, processingStart, processingEnd, duration }) => ({
      selector: where(target),
      text: name + ': ' + ms({ 'input delay': processingStart - startTime, processing: processingEnd - processingStart, presentation: startTime + duration - processingEnd }),
    }),
  };
  return (name: string, entry: any): EventFields => (causes[name] ? causes[name](entry) : {});
}
