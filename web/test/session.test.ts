import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../src/api/types';
import {
  boundsOf,
  eventProperties,
  indexAt,
  describe as inWords,
  isFailedRequest,
  toTimeline,
} from '../src/session/model';
import { idleStretches, stretchAt } from '../src/session/player/activity';
import { axisTicks, buildLanes, histogram, pageSpans } from '../src/session/timeline/lanes';

const START = Date.parse('2026-11-22T10:00:00Z');

function event(seconds: number, change: Partial<SessionEvent>): SessionEvent {
  return {
    ...{
      eventId: `${seconds}`,
      timestamp: new Date(START + seconds * 1000).toISOString(),
      type: 'click',
      name: '',
      userId: '',
    },
    ...{
      anonymousId: '',
      page: '/',
      url: '',
      title: '',
      referrer: '',
      selector: '',
      text: '',
      x: 0,
      y: 0,
      errorCode: 0,
    },
    ...{ errorType: '', errorMessage: '', errorStack: '', errorFingerprint: '', requestMethod: '', requestUrl: '' },
    ...{ statusCode: 0, durationMs: 0, value: 0, cartValue: 0, traceId: '', spanId: '', tags: {} },
    ...{ windowId: '', viewportWidth: 0, viewportHeight: 0, release: '', environment: '' },
    ...change,
  };
}

const EVENTS = [
  event(0, { type: 'pageview', page: '/' }),
  event(4, { text: 'Buy' }),
  event(4.01, { name: 'rage', text: 'Buy' }),
  event(10, { type: 'pageview', page: '/cart' }),
  event(20, { type: 'error', errorMessage: 'boom' }),
];
const BOUNDS = { from: START, to: START + 20_000 };

describe('the timeline of a session', () => {
  test('pages follow each other without a hole', () => {
    const spans = pageSpans(toTimeline(EVENTS), BOUNDS);
    expect(spans.map((span) => [span.label, span.x, span.width])).toEqual([
      ['/', 0, 0.5],
      ['/cart', 0.5, 0.5],
    ]);
  });

  test('of what shares a place, the gravest gives the mark its kind', () => {
    const lanes = buildLanes(toTimeline(EVENTS), BOUNDS, 100);
    expect(lanes.map((lane) => lane.key)).toEqual(['clicks', 'errors']);
    expect(lanes[0]?.marks).toMatchObject([{ kind: 'rage', count: 2 }]);
  });

  test('the histogram counts everything, the last moment included', () => {
    const bars = histogram([START, START + 20_000, START + 20_000], BOUNDS, 10);
    expect(bars[0]).toBeCloseTo(Math.SQRT1_2);
    expect(bars[9]).toBe(1);
    expect(bars.filter((bar) => bar > 0)).toHaveLength(2);
  });

  test('ticks are round and not crowded', () => {
    expect(axisTicks({ from: 0, to: 65_000 }, 700)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    expect(axisTicks({ from: 0, to: 20 * 3_600_000 }, 500).length).toBeLessThanOrEqual(6);
  });

  test('the bounds hold the recording too', () => {
    const windows = [
      {
        windowId: 'a',
        firstTimestamp: new Date(START - 500).toISOString(),
        lastTimestamp: new Date(START + 90_000).toISOString(),
        eventCount: 2,
        gaps: [],
      },
    ];
    const session = { createdAt: new Date(START).toISOString() };
    expect(boundsOf({ session, tags: {}, events: EVENTS, windows } as never)).toEqual({
      from: START - 500,
      to: START + 90_000,
    });
  });

  test('the event under the playhead is the last one that has happened', () => {
    const timeline = toTimeline(EVENTS);
    expect([-1, 0, 4_005, 9_999, 10_000, 99_000].map((ms) => indexAt(timeline, START + ms))).toEqual([
      -1, 0, 1, 2, 3, 4,
    ]);
  });
});

test('a request without an answer and one of 400 or more have failed', () => {
  const request = (statusCode: number) =>
    event(1, { type: 'request', statusCode, requestUrl: 'https://x.example/a?b=c', requestMethod: 'GET' });
  expect([0, 200, 302, 404, 500].map((status) => isFailedRequest(request(status)))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
  expect(inWords(request(404))).toEqual({ title: 'GET /a?b=c', detail: '404 · 0 ms' });
});

describe('inactivity', () => {
  test('longer than five seconds, less a second at each end', () => {
    expect(idleStretches([1_000, 2_000, 12_000], 0, 14_000)).toEqual([{ from: 3_000, to: 11_000 }]);
    expect(idleStretches([], 0, 60_000)).toEqual([{ from: 1_000, to: 59_000 }]);
  });

  test('the stretch at a moment is found', () => {
    const stretches = idleStretches([0, 10_000, 30_000], 0, 30_000);
    expect(stretchAt(stretches, 5_000)).toEqual({ from: 1_000, to: 9_000 });
    expect(stretchAt(stretches, 9_500)).toBeUndefined();
    expect(stretchAt(stretches, 20_000)).toEqual({ from: 11_000, to: 29_000 });
  });
});

describe('tags of a session and properties of its events', () => {
  test('what stands on custom events of some kind alone is a property', () => {
    const events = [
      event(0, { type: 'pageview', tags: { plan: 'pro' } }),
      event(1, { type: 'custom', name: 'purchase', tags: { plan: 'pro', coupon: 'NOV' } }),
      event(2, { type: 'custom', name: 'search', tags: { plan: 'pro', results: '3' } }),
    ];
    expect([...eventProperties(events)]).toEqual(['coupon', 'results']);
  });

  test('a tag of a session without other events is none', () => {
    const tags = { tenant: 'acme' };
    expect(eventProperties([event(0, { type: 'custom', tags }), event(1, { type: 'custom', tags })]).size).toBe(0);
  });
});
