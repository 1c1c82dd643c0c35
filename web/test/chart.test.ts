import { describe, expect, test } from 'vitest';
import { told } from '../src/backend/units';
import { stepAxis, stepLabel } from '../src/chart/bucketLabel';
import { isUnfinished } from '../src/chart/buckets';
import { isCategorical } from '../src/chart/CategoryBars';
import { seriesOption } from '../src/chart/seriesOption';

function lines(values: (number | null)[], unfinished = false) {
  const input = { title: '', labels: values.map(String), shape: 'line' as const, unfinished, tooltip: () => '' };
  const option = seriesOption({ ...input, series: [{ name: 'a', values, color: '--series-1' }] }, (token) => token);
  return option.series as { showSymbol: boolean; data: unknown[]; lineStyle: { type?: number[] } }[];
}

function line(values: (number | null)[]) {
  return lines(values)[0];
}

test('a point without neighbours shows its dot, and no other does', () => {
  const { showSymbol, data } = line([1, 2, null, 7, null, 0, 3]) ?? {};
  expect(showSymbol).toBe(true);
  const hidden = expect.objectContaining({ itemStyle: { opacity: 0 } });
  expect(data).toEqual([hidden, hidden, hidden, 7, hidden, hidden, hidden]);
  expect(line([1])).toMatchObject({ showSymbol: true, data: [1] });
});

test('a line without such points draws no dots', () => {
  expect(line([1, 2, null, null, 3, 4])).toMatchObject({ showSymbol: false, data: [1, 2, null, null, 3, 4] });
});

test('only the step to a value that still grows is dashed', () => {
  const [final, growing] = lines([5, 7, 2], true);
  expect(final).toMatchObject({ data: [5, 7, null] });
  expect(final?.lineStyle.type).toBeUndefined();
  expect(growing).toMatchObject({ data: [null, 7, 2], lineStyle: { type: [4, 4] } });
  for (const values of [[5], [5, null], [null, 5]]) expect(lines(values, true)).toHaveLength(1);
});

test('a bucket is unfinished until its end', () => {
  const starts = [new Date('2026-11-28T00:00'), new Date('2026-11-29T00:00')];
  expect(isUnfinished(starts, 'day', new Date('2026-11-29T23:59'))).toBe(true);
  expect(isUnfinished(starts, 'day', new Date('2026-11-30T00:00'))).toBe(false);
  expect(isUnfinished([], 'day')).toBe(false);
});

describe('steps of any length', () => {
  // Steps begin at full multiples of UTC, which in some zones are no full hours.
  const starts = (from: string, count: number, stepMs: number) =>
    Array.from({ length: count }, (_, index) => new Date(new Date(from).getTime() + index * stepMs));
  const quarter = 15 * 60_000;

  test('are named by their own length', () => {
    expect(stepLabel(new Date('2026-11-03T02:15'), quarter)).toMatch(/02:15 to 02:30$/);
    expect(stepLabel(new Date('2026-11-03T02:00'), 86_400_000)).toMatch(/3 Nov 02:00 to 4 Nov 02:00$/);
    expect(stepLabel(new Date('2026-11-03T02:15'), 60_000)).toMatch(/02:15$/);
  });

  test('are named on the axis about a dozen times, wherever they begin', () => {
    for (const minutes of ['00', '07']) {
      const week = stepAxis(starts(`2026-11-03T01:${minutes}`, 7 * 96, quarter), quarter).filter(Boolean);
      expect(week).toEqual(['4 Nov', '5 Nov', '6 Nov', '7 Nov', '8 Nov', '9 Nov', '10 Nov']);
      const day = stepAxis(starts(`2026-11-03T00:${minutes}`, 96, quarter), quarter).filter(Boolean);
      expect(day.length).toBeGreaterThanOrEqual(11);
      expect(day.length).toBeLessThanOrEqual(13);
    }
    const month = stepAxis(starts('2026-11-01T00:00', 30 * 8, 12 * quarter), 12 * quarter).filter(Boolean);
    expect(month).toEqual([
      '1 Nov',
      '4 Nov',
      '7 Nov',
      '10 Nov',
      '13 Nov',
      '16 Nov',
      '19 Nov',
      '22 Nov',
      '25 Nov',
      '28 Nov',
    ]);
  });
});

test('the unit of a metric is said in words, and bytes are no bare millions', () => {
  const memory = told({ type: 'gauge', unit: 'By' }, 'avg');
  expect([memory.unit, memory.format(150e6)]).toEqual(['bytes', '150 MB']);
  expect(told({ type: 'sum', unit: 'By' }, 'rate').unit).toBe('bytes per second');
  expect(told({ type: 'histogram', unit: 's' }, 'rate').unit).toBe('measurements per second');
  expect(told({ type: 'histogram', unit: 's' }, 'p95').format(0.25)).toBe('250 ms');
  expect(told({ type: 'sum', unit: '{requests}' }, 'increase').unit).toBe('requests');
  expect(told({ type: 'sum', unit: '' }, 'increase').unit).toBe('count');
});

test('bars of categories lie beside their names; those of a time, and those below zero, stand', () => {
  const input = { title: '', labels: ['Germany'], shape: 'bar' as const, categories: true, tooltip: () => '' };
  const series = (value: number) => [{ name: 'sessions', values: [value, null], color: '--series-1' }];
  expect(isCategorical({ ...input, series: series(3) })).toBe(true);
  expect(isCategorical({ ...input, series: series(-3) })).toBe(false);
  expect(isCategorical({ ...input, categories: false, series: series(3) })).toBe(false);
});
