import type { EventFields } from '../options';

const ms = (parts: { [name: string]: number }): string =>
  Object.keys(parts).map((name) => `${name} ${Math.round(Math.max(0, parts[name]))}`).join(', ') + ' ms';

/** Says what caused a vital: the element, the resource, and what the time was spent on. The script, which is another file, lends its functions. */
export function causes(selectorOf: (element: Element) => string, cleanUrl: (url: string) => string): (name: string, entry: any) => EventFields {
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
