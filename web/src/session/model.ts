import type { EventType, RecordingWindow, SessionDetail, SessionEvent } from '../api/types';
import { pathOf, readablePath } from '../format/path';
import { duration } from '../format/time';
import type { IconName } from '../ui/Icon';

export interface Bounds {
  from: number;
  to: number;
}

/** What an event is shown as: the kinds of the timeline's lanes and of the list's icons. */
export type Kind = 'page' | 'click' | 'rage' | 'dead' | 'error' | 'request' | 'custom' | 'input' | 'console' | 'other';

export interface TimelineEvent {
  at: number;
  kind: Kind;
  title: string;
  detail: string;
  event: SessionEvent;
}

/** From the first to the last thing known of the session, recorded or counted; at least a second. */
export function boundsOf(detail: SessionDetail): Bounds {
  const moments = [
    ...detail.events.map((event) => Date.parse(event.timestamp)),
    ...detail.windows.flatMap((window) => [Date.parse(window.firstTimestamp), Date.parse(window.lastTimestamp)]),
  ].filter(Number.isFinite);
  const start = moments.reduce((first, moment) => Math.min(first, moment), Number.POSITIVE_INFINITY);
  const end = moments.reduce((last, moment) => Math.max(last, moment), Number.NEGATIVE_INFINITY);
  const from = Number.isFinite(start) ? start : Date.parse(detail.session.createdAt);
  return { from, to: Math.max(from + 1_000, Number.isFinite(end) ? end : from) };
}

export function toTimeline(events: SessionEvent[]): TimelineEvent[] {
  return events
    .map((event) => ({ at: Date.parse(event.timestamp), kind: kindOf(event), ...describe(event), event }))
    .sort((a, b) => a.at - b.at);
}

export function kindOf(event: SessionEvent): Kind {
  if (event.type === 'click') return event.name === 'rage' ? 'rage' : event.name === 'dead' ? 'dead' : 'click';
  return KINDS[event.type];
}

const KINDS: Record<Exclude<EventType, 'click'>, Kind> = {
  pageview: 'page',
  navigation: 'other',
  error: 'error',
  request: 'request',
  custom: 'custom',
  identify: 'custom',
  input: 'input',
  console: 'console',
  scroll: 'other',
  vital: 'other',
};

export const KIND_ICONS: Record<Kind, IconName> = {
  page: 'page',
  click: 'click',
  rage: 'rage',
  dead: 'dead',
  error: 'error',
  request: 'request',
  custom: 'custom',
  input: 'input',
  console: 'console',
  other: 'vital',
};

/** The event in words: what, and where or how. */
export function describe(event: SessionEvent): { title: string; detail: string } {
  switch (event.type) {
    case 'pageview':
      return { title: readablePath(event.page || event.url || '/'), detail: event.title };
    case 'navigation':
      return {
        title: `Left ${readablePath(event.page || event.url)}`,
        detail: event.durationMs > 0 ? `after ${duration(event.durationMs)}` : '',
      };
    case 'click': {
      const what = event.name === 'rage' ? 'Rage click' : event.name === 'dead' ? 'Dead click' : 'Click';
      return { title: event.text ? `${what} “${event.text}”` : what, detail: event.selector };
    }
    case 'input':
      return { title: 'Input', detail: event.selector };
    case 'error':
      return { title: event.errorMessage || event.errorType || 'Error', detail: event.errorType };
    case 'request': {
      if (event.name === 'resource') return { title: pathOf(event.requestUrl), detail: 'not loaded' };
      const status = event.statusCode > 0 ? String(event.statusCode) : 'no answer';
      return {
        title: `${event.requestMethod} ${pathOf(event.requestUrl)}`.trim(),
        detail: `${status} · ${Math.round(event.durationMs)} ms`,
      };
    }
    case 'vital':
      if (event.name === 'recorder') return { title: 'Recording cost', detail: `${Math.round(event.value)} ms` };
      return {
        title: event.name,
        detail: event.name === 'CLS' ? event.value.toFixed(3) : `${Math.round(event.value)} ms`,
      };
    case 'console':
      return { title: event.text || event.errorMessage || event.name, detail: event.name };
    case 'identify':
      return { title: `Identified as ${event.userId}`, detail: '' };
    case 'scroll':
      return { title: `Scrolled through ${Math.round(event.value)} % of the page`, detail: '' };
    default:
      return {
        title: event.name || event.type,
        detail: Object.entries(event.tags)
          .map(([key, value]) => `${key} ${value}`)
          .join(', '),
      };
  }
}

/** How far the moment is from what the window recorded, milliseconds; 0 inside of it. */
export function distance(window: RecordingWindow, moment: number): number {
  return Math.max(0, Date.parse(window.firstTimestamp) - moment, moment - Date.parse(window.lastTimestamp));
}

/** The window whose recording is at the moment or nearest to it. */
export function nearestWindow(windows: RecordingWindow[], moment: number): RecordingWindow | undefined {
  return windows.toSorted((a, b) => distance(a, moment) - distance(b, moment))[0];
}

/** The place of the last event at or before the moment; -1 before the first. */
export function indexAt(events: { at: number }[], at: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The keys of tags that are properties of custom events: both are stored alike, but a tag of the session stands on all of its events from then on, a property
 * on events of its kind alone.
 */
export function eventProperties(events: SessionEvent[]): Set<string> {
  const named = new Set(events.filter(({ type }) => type === 'custom').flatMap(({ tags }) => Object.keys(tags)));
  const elsewhere = new Set(events.filter(({ type }) => type !== 'custom').flatMap(({ tags }) => Object.keys(tags)));
  const everywhere = (key: string) => events.every(({ tags }) => Object.hasOwn(tags, key));
  return new Set([...named].filter((key) => !elsewhere.has(key) && !everywhere(key)));
}

export function isFailedRequest(event: SessionEvent): boolean {
  return event.type === 'request' && (event.statusCode >= 400 || event.statusCode === 0 || event.errorCode > 0);
}
