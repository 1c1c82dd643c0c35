import { expect, test } from 'vitest';
import type { ServiceEdge, Span } from '../src/api/types';
import { layOut } from '../src/backend/mapLayout';
import { bars, moment, timeByService, took } from '../src/backend/waterfall';

function span(spanId: string, parentSpanId: string, service: string, startMs: number, durationMs: number): Span {
  const startedAt = `2026-06-01T08:00:${String(Math.floor(startMs / 1000)).padStart(2, '0')}.${String(startMs % 1000).padStart(3, '0')}000000Z`;
  return {
    spanId,
    parentSpanId,
    service,
    operation: spanId,
    kind: 'Internal',
    startedAt,
    durationMs,
    status: 'Unset',
    statusMessage: '',
    attributes: {},
    resource: {},
    scope: '',
    events: [],
    links: [],
    sessionId: null,
  };
}

const SPANS = [
  span('c', 'b', 'catalog', 20, 30),
  span('a', 'browser', 'storefront', 0, 100),
  span('b', 'a', 'storefront', 10, 60),
  span('d', 'a', 'payments', 50, 40),
];

test('spans stand below their parents in the order they began, and one whose parent is elsewhere is a root', () => {
  const { bars: all, totalMs } = bars(SPANS);
  expect(all.map((bar) => [bar.span.spanId, bar.depth, bar.start])).toEqual([
    ['a', 0, 0],
    ['b', 1, 10],
    ['c', 2, 20],
    ['d', 1, 50],
  ]);
  expect(totalMs).toBe(100);
});

test('own time leaves out what children take, and counts where they overlap once', () => {
  const { bars: all } = bars(SPANS);
  // a runs 100 ms, b and d together from 10 to 90.
  expect(all.map((bar) => bar.ownMs)).toEqual([20, 30, 30, 40]);
  expect(timeByService(all)).toEqual([
    { service: 'storefront', ms: 50 },
    { service: 'payments', ms: 40 },
    { service: 'catalog', ms: 30 },
  ]);
});

test('a folded span hides everything below it', () => {
  expect(bars(SPANS, new Set(['b'])).bars.map((bar) => bar.span.spanId)).toEqual(['a', 'b', 'd']);
});

test('spans that are each other’s parents are not lost', () => {
  const { bars: all } = bars([span('x', 'y', 's', 0, 1), span('y', 'x', 's', 0, 1)]);
  expect(all).toHaveLength(2);
});

test('moments keep their nanoseconds, and durations read well at every size', () => {
  expect(moment('2026-06-01T08:00:00.123456789Z') - Date.parse('2026-06-01T08:00:00.123Z')).toBeCloseTo(0.456789, 3);
  expect(moment('2026-06-01T08:00:00Z')).toBe(Date.parse('2026-06-01T08:00:00Z'));
  expect([0.25, 4.25, 42.4, 1240, 90_000].map(took)).toEqual(['250 µs', '4.3 ms', '42 ms', '1.24 s', '1.5 min']);
});

test('the map sets callers left of whom they call, and a circle does not hang it', () => {
  const edge = (source: string, target: string, kind: ServiceEdge['kind'] = 'service'): ServiceEdge => ({
    source,
    target,
    kind,
    calls: 1,
    errors: 0,
    p50Ms: 1,
    p95Ms: 1,
  });
  const { nodes } = layOut([
    edge('browser', 'shop', 'browser'),
    edge('shop', 'orders'),
    edge('orders', 'stock'),
    edge('shop', 'stock'),
    edge('stock', 'shop'),
    edge('stock', 'postgresql', 'external'),
  ]);
  const column = new Map(nodes.map((node) => [node.name, node.column]));
  expect(['browser', 'shop', 'orders', 'stock', 'postgresql'].map((name) => column.get(name))).toEqual([0, 1, 2, 3, 4]);
  expect(nodes.find((node) => node.name === 'postgresql')?.kind).toBe('external');
});
