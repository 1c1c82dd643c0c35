import { type Range, type Span, spanOf } from '../../state/timeRange';

const ACTIVE_MS = 5 * 60_000;

/** The present, which is of no view's range. */
export const NOW: Range = { kind: 'rolling', key: '1h' };

/** The sessions with an event in the last minutes: whoever is on the site, wherever it is said. */
export const ACTIVE = {
  title: 'Active in the last five minutes',
  body: { metrics: [{ name: 'active', function: 'sessions', over: 'event' }] },
  column: 'active',
};

/** Whoever did something in a minute; the metric of that name counts sessions where they began. */
export const VISITORS = { name: 'visitors', function: 'people', over: 'event' };

export function activeSpan(now: Date): Span {
  const { to } = spanOf(NOW, now);
  return { from: new Date(to.getTime() - ACTIVE_MS), to };
}
