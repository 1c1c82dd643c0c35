import type { SqlResult } from '../api/types';
import { escapeHtml } from '../chart/escape';
import { seriesColor } from '../chart/palette';
import type { SeriesInput } from '../chart/seriesOption';
import { kindOfType, rawNumber, rawText, zoneOfType } from '../result/cells';

const MOST_SERIES = 6;
const MOST_POINTS = 2_000;

/** The chart a result lends itself to: numbers over its first time or text column; undefined when it has no such shape. */
export function chartOf({ columns, rows }: SqlResult): SeriesInput | undefined {
  if (rows.length < 2 || rows.length > MOST_POINTS) return undefined;
  const kinds = columns.map((column) => kindOfType(column.type));
  const time = columns.findIndex((column, index) => kinds[index]?.time || /^(?:Nullable\()?Date/.test(column.type));
  const text = columns.findIndex((_, index) => !kinds[index]?.numeric);
  // A whole number can be a category too: an hour, a level.
  const category = time >= 0 ? time : Math.max(text, 0);
  const numbers = columns.map((_, index) => index).filter((index) => index !== category && kinds[index]?.numeric);
  if (numbers.length === 0) return undefined;
  const textOf = (row: unknown[], index: number) => {
    const value = row[index];
    return value === null || value === undefined ? '' : rawText(value, columns[index]?.type ?? '');
  };
  const labels = rows.map((row) => shortLabel(textOf(row, category), time >= 0));
  const charted = numbers.slice(0, MOST_SERIES);
  const series = charted.map((index, place) => ({
    name: columns[index]?.name ?? '',
    values: rows.map((row) => {
      const value = rawNumber(row[index]);
      return Number.isFinite(value) ? value : null;
    }),
    color: seriesColor(place),
    area: numbers.length === 1,
  }));
  return {
    title: `${series.map((one) => one.name).join(', ')} by ${columns[category]?.name}`,
    labels,
    series,
    shape: time >= 0 && rows.length > 2 ? 'line' : 'bar',
    categories: time < 0 && text >= 0,
    tooltip: (index) => {
      const row = rows[index] ?? [];
      const lines = series.map((one, place) => {
        const value = textOf(row, charted[place] ?? -1) || '–';
        return `<b>${escapeHtml(value)}</b> ${escapeHtml(one.name)}`;
      });
      const zone = time >= 0 && kinds[time]?.time ? ` ${zoneOfType(columns[time]?.type ?? '')}` : '';
      return `${escapeHtml(textOf(row, category) + zone)}<br>${lines.join('<br>')}`;
    },
  };
}

function shortLabel(text: string, time: boolean): string {
  return time ? text.replace(/(?::00)?(?:\.0+)?$/, '').replace(/ 00:00$/, '') : text;
}
