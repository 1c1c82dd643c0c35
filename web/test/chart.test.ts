import { expect, test } from 'vitest';
import { seriesOption } from '../src/chart/seriesOption';

function line(values: (number | null)[]) {
  const input = { title: '', labels: values.map(String), shape: 'line' as const, tooltip: () => '' };
  const option = seriesOption({ ...input, series: [{ name: 'a', values, color: '--series-1' }] }, (token) => token);
  return (option.series as { showSymbol: boolean; data: unknown[] }[])[0];
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
