import type { Answer, AnswerChart } from '../api/types';
import { escapeHtml } from '../chart/escape';
import { seriesColor } from '../chart/palette';
import type { Series, SeriesInput } from '../chart/seriesOption';
import { withUnit } from '../format/number';
import { dimensionText, instant } from '../result/cells';
import { words } from './answerTable';

type Columns = NonNullable<Answer['columns']>;
type Rows = NonNullable<Answer['rows']>;

const MOST_SERIES = 6;
const MOST_BARS = 24;

/** A line or bars as the answer proposes them; undefined for the other forms. */
export function answerChart(columns: Columns, rows: Rows, chart: AnswerChart): SeriesInput | undefined {
  if ((chart.type !== 'line' && chart.type !== 'bar') || rows.length < 2) return undefined;
  const at = (name: string | undefined) => columns.findIndex((column) => column.name === name);
  const x = at(chart.x);
  if (x < 0) return undefined;
  const time = columns[x]?.role === 'time' || chart.type === 'line';
  const split = at(chart.series);
  const shown = chart.type === 'bar' && split < 0 ? rows.slice(0, MOST_BARS) : rows;
  const places = [...new Set(shown.map((row) => String(row[x] ?? '')))];
  if (time) places.sort();
  const series =
    split < 0 ? ofColumns(chart, columns, shown, x, places) : ofValues(chart, columns, shown, x, split, places);
  if (series.length === 0) return undefined;
  const name = (place: string) => (time ? dayText(place) : dimensionText(chart.x ?? '', place));
  return {
    title: `${series.map((one) => one.name).join(', ')} by ${chart.x}`,
    labels: places.map(name),
    series,
    shape: chart.type,
    categories: !time,
    format: (value) => withUnit(value, chart.unit),
    tooltip: (index) => {
      const lines = series.map((one) => {
        const value = one.values[index];
        return `<b>${value === null || value === undefined ? '–' : withUnit(value, chart.unit)}</b> ${escapeHtml(one.name)}`;
      });
      return `${escapeHtml(name(places[index] ?? ''))}<br>${lines.join('<br>')}`;
    },
  };
}

function ofColumns(chart: AnswerChart, columns: Columns, rows: Rows, x: number, places: string[]): Series[] {
  return chart.y.slice(0, MOST_SERIES).flatMap((name, index) => {
    const y = columns.findIndex((column) => column.name === name);
    const values = new Map(rows.map((row) => [String(row[x] ?? ''), numberOf(row[y])]));
    if (y < 0) return [];
    return {
      name: words(name),
      values: places.map((place) => values.get(place) ?? null),
      color: seriesColor(index),
      area: chart.y.length === 1,
    };
  });
}

function ofValues(
  chart: AnswerChart,
  columns: Columns,
  rows: Rows,
  x: number,
  split: number,
  places: string[],
): Series[] {
  const y = columns.findIndex((column) => column.name === chart.y[0]);
  const groups = new Map<string, { total: number; values: Map<string, number | null> }>();
  for (const row of rows) {
    const key = String(row[split] ?? '');
    const group = groups.get(key) ?? { total: 0, values: new Map<string, number | null>() };
    groups.set(key, group);
    group.total += numberOf(row[y]) ?? 0;
    group.values.set(String(row[x] ?? ''), numberOf(row[y]));
  }
  return [...groups]
    .sort(([, a], [, b]) => b.total - a.total)
    .slice(0, MOST_SERIES)
    .map(([key, group], index) => ({
      name: dimensionText(chart.series ?? '', key),
      values: places.map((place) => group.values.get(place) ?? null),
      color: seriesColor(index),
    }));
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined || value === '' ? null : Number(value);
}

function dayText(place: string): string {
  const date = instant(place);
  if (!date) return place;
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  const clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return clock === '00:00' || place.length <= 10 ? day : `${day} ${clock}`;
}
