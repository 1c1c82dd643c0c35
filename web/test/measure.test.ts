import { describe, expect, test } from 'vitest';
import { movingAverage } from '../src/chart/buckets';
import { formatMeasure, measureBody, parseMeasure } from '../src/insights/measure';

describe('a number of an analysis', () => {
  test.each([
    'sessions',
    'people()[customEvent:eq:purchase]',
    'p95(durationMs)',
    '=A / B',
    'sum(cartValue)[page:eq:/a\\;b;type:eq:click]',
  ])('comes back from the address: %s', (text) => {
    const measure = parseMeasure(text);
    expect(measure && formatMeasure(measure)).toBe(text);
  });

  test('that there is no function of is none', () => {
    expect(parseMeasure('drop(x)')).toBeUndefined();
    expect(parseMeasure('no metric')).toBeUndefined();
  });

  test('is said in the query language', () => {
    const all = ['errors', 'p95(durationMs)', '=A / B']
      .map((text) => parseMeasure(text))
      .filter((one) => one !== undefined);
    expect(all.map((one, index) => measureBody(one, index, all))).toEqual([
      'errors',
      { name: 'aggregateB', function: 'percentile', percentile: 0.95, field: 'durationMs' },
      {
        name: 'formulaC',
        formula: 'A / B',
        of: { A: 'errors', B: { name: 'aggregateB', function: 'percentile', percentile: 0.95, field: 'durationMs' } },
      },
    ]);
  });
});

test('a moving average takes what is there and leaves holes where nothing is', () => {
  expect(movingAverage([2, 4, null, 6], 2)).toEqual([2, 3, 4, 6]);
  expect(movingAverage([null, 1], 3)).toEqual([null, 1]);
});
