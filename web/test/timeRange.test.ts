import { afterEach, describe, expect, test } from 'vitest';
import { bucketStarts, fillBuckets } from '../src/chart/buckets';
import { bucketFor, bucketSpan, PRESETS, parseRange, previousSpan, spanOf } from '../src/state/timeRange';
import { comparison } from '../src/state/useComparison';

const now = new Date('2026-11-22T20:15:30Z');

describe('time ranges', () => {
  test.each([
    ['1h', '2026-11-22T19:15:40.000Z', '2026-11-22T20:15:40.000Z'],
    ['24h', '2026-11-21T20:16:00.000Z', '2026-11-22T20:16:00.000Z'],
    ['7d', '2026-11-15T20:20:00.000Z', '2026-11-22T20:20:00.000Z'],
    ['30d', '2026-10-23T20:20:00.000Z', '2026-11-22T20:20:00.000Z'],
  ])('%s ends at the next full step, so that all who look at it ask the same', (range, from, to) => {
    for (const at of ['2026-11-22T20:15:30.001Z', '2026-11-22T20:15:37.500Z', '2026-11-22T20:15:40.000Z']) {
      const span = spanOf(parseRange({ range }), new Date(at));
      expect([span.from.toISOString(), span.to.toISOString()]).toEqual([from, to]);
    }
  });

  test('a fixed range wins over a rolling one; an impossible one does not', () => {
    expect(parseRange({ range: '1h', from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }).kind).toBe('fixed');
    expect(parseRange({ range: '1h', from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' })).toEqual({
      kind: 'rolling',
      key: '1h',
    });
    expect(parseRange({ range: 'soon', from: 'x' })).toEqual({ kind: 'rolling', key: '7d' });
  });

  test('the previous period is as long and ends where this one begins', () => {
    const span = spanOf(parseRange({ range: '7d' }), now);
    const before = previousSpan(span, parseRange({ range: '7d' }));
    expect(before.to).toEqual(span.from);
    expect(before.to.getTime() - before.from.getTime()).toBe(span.to.getTime() - span.from.getTime());
  });

  test.each([
    ['1h', 'minute'],
    ['24h', 'hour'],
    ['7d', 'hour'],
    ['30d', 'day'],
  ] as const)('%s is drawn by the %s', (range, bucket) => {
    expect(bucketFor(spanOf(parseRange({ range }), now))).toBe(bucket);
  });

  test('a bucket at the edge is cut to the range', () => {
    const within = spanOf(parseRange({ range: '1h' }), now);
    const last = bucketSpan(new Date('2026-11-22T20:15:00Z'), 'minute', within);
    expect(last.to).toEqual(within.to);
  });
});

describe('days and months of the calendar', () => {
  const at = new Date(2026, 2, 31, 10, 30, 20);
  const spanAt = (range: string) => spanOf(parseRange({ range }), at);
  const shown = ({ from, to }: { from: Date; to: Date }) =>
    [from, to].map((date) => date.toLocaleString('sv-SE').slice(5, 16));

  test.each([
    ['today', '03-31 00:00', '03-31 10:31', '03-30 00:00', '03-30 10:31'],
    ['yesterday', '03-30 00:00', '03-31 00:00', '03-29 00:00', '03-30 00:00'],
    ['month', '03-01 00:00', '03-31 10:31', '02-01 00:00', '03-01 00:00'],
    ['lastMonth', '02-01 00:00', '03-01 00:00', '01-01 00:00', '02-01 00:00'],
  ])('%s, and what it is compared with', (range, from, to, before, until) => {
    expect(shown(spanAt(range))).toEqual([from, to]);
    expect(shown(previousSpan(spanAt(range), parseRange({ range })))).toEqual([before, until]);
  });

  test('none is ever empty, not even as a day begins', () => {
    const midnight = new Date(2026, 2, 1);
    for (const { span } of PRESETS) expect(span(midnight).to.getTime()).toBeGreaterThan(span(midnight).from.getTime());
  });

  test('days and months that are over do not roll on', () => {
    expect([parseRange({ range: 'today' }).kind, parseRange({ range: 'yesterday' }).kind]).toEqual(['rolling', 'past']);
  });
});

test('a period that began before the first event is not compared with', () => {
  const known = (range: string, first: string | null) => comparison(parseRange({ range }), first, now).known;
  expect(known('7d', '2026-11-08T20:20:00Z')).toBe(true);
  expect(known('7d', '2026-11-08T20:20:01Z')).toBe(false);
  expect(known('7d', null)).toBe(false);
  expect(comparison(parseRange({ range: '30d' }), '2026-11-03T12:00:00Z', now).why).toBe(
    'No data before 3 Nov 2026 to compare with',
  );
});

test('buckets without a row are zero, and none is missing', () => {
  const span = { from: new Date('2026-11-22T17:15:30Z'), to: now };
  const result = {
    columns: [
      { name: 'time', type: 'DateTime', unit: '', role: 'time' as const },
      { name: 'sessions', type: 'UInt64', unit: 'count', role: 'metric' as const },
    ],
    rows: [['2026-11-22T18:00:00.000Z', 7]],
    sql: '',
    stats: { elapsedMs: 0, rowsRead: 0, bytesRead: 0 },
  };
  const points = fillBuckets(result, 'sessions', 'hour', span);
  expect(points.map((point) => [point.start.toISOString().slice(11, 16), point.value])).toEqual([
    ['17:00', 0],
    ['18:00', 7],
    ['19:00', 0],
    ['20:00', 0],
  ]);
});

describe('daylight saving', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    process.env.TZ = zone;
  });

  test.each([
    ['America/New_York', '2026-10-31T04:00:00Z', '2026-11-03T05:00:00Z', 73],
    ['America/New_York', '2026-03-07T05:00:00Z', '2026-03-10T04:00:00Z', 71],
    ['Asia/Kolkata', '2026-10-31T18:30:00Z', '2026-11-01T18:30:00Z', 24],
  ])('every hour in %s from %s is drawn once', (name, from, to, hours) => {
    process.env.TZ = name;
    const span = { from: new Date(from), to: new Date(to) };
    const starts = bucketStarts('hour', span);
    expect([starts.length, new Set(starts.map(Number)).size]).toEqual([hours, hours]);
    const result = {
      columns: [
        { name: 'time', type: 'DateTime', unit: '', role: 'time' as const },
        { name: 'sessions', type: 'UInt64', unit: 'count', role: 'metric' as const },
      ],
      rows: starts.map((start) => [start.toISOString(), 1]),
      sql: '',
      stats: { elapsedMs: 0, rowsRead: 0, bytesRead: 0 },
    };
    const points = fillBuckets(result, 'sessions', 'hour', span);
    expect(points.reduce((sum, point) => sum + point.value, 0)).toBe(hours);
  });

  test('days after one that begins at one o’clock begin at midnight', () => {
    process.env.TZ = 'America/Santiago';
    const span = { from: new Date('2026-09-05T04:00:00Z'), to: new Date('2026-09-09T03:00:00Z') };
    expect(bucketStarts('day', span).map((start) => start.getHours())).toEqual([0, 1, 0, 0]);
  });
});
