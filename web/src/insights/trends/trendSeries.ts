import type { QueryResult } from '../../api/types';
import { bucketStarts, movingAverage, seriesByValue } from '../../chart/buckets';
import { seriesColor } from '../../chart/palette';
import type { Series } from '../../chart/seriesOption';
import { type Bucket, previousSpan, type Range, type Span } from '../../state/timeRange';
import { type Measure, measureName } from '../measure';

export interface TrendLinesData {
  starts: Date[];
  series: Series[];
}

interface Input {
  answer: QueryResult;
  before: QueryResult | undefined;
  measures: Measure[];
  by: string | undefined;
  top: unknown[] | undefined;
  bucket: Bucket;
  span: Span;
  /** Of which `span` is; says which time `before` is of. */
  range?: Range;
  smooth: number;
  nameOf: (value: unknown) => string;
  unitOf: (measure: string) => string | undefined;
  /** The colour of a line that has a meaning. */
  colorOf?: (measure: string) => string | undefined;
}

/** A line for each value of the breakdown, or for each measure, and dashed those of the previous period. */
export function trendSeries({
  answer,
  before,
  measures,
  by,
  top,
  bucket,
  span,
  range = { kind: 'fixed', ...span },
  smooth,
  nameOf,
  unitOf,
  colorOf,
}: Input): TrendLinesData {
  const starts = bucketStarts(bucket, span);
  const first = measures[0];
  if (!first) return { starts, series: [] };
  // What counts is 0 where nothing happened; a share or a mean of nothing is none.
  const finish = (values: (number | null)[] | undefined, name: string) => {
    const empty = unitOf(name) === 'count' || unitOf(name) === 'money' ? 0 : null;
    const filled = (values ?? new Array<number | null>(starts.length).fill(null)).map((value) => value ?? empty);
    return movingAverage(filled, smooth);
  };
  if (by) {
    const name = measureName(first, 0);
    const found = seriesByValue(answer, name, by, bucket, starts);
    const series = (top ?? []).map((value, index) => ({
      name: nameOf(value),
      values: finish(found.get(String(value ?? '')), name),
      color: seriesColor(index),
    }));
    return { starts, series };
  }
  const series = measures.map((measure, index): Series => {
    const name = measureName(measure, index);
    return {
      name: nameOf(name),
      values: finish(seriesByValue(answer, name, undefined, bucket, starts).get(''), name),
      color: colorOf?.(name) ?? seriesColor(index),
      area: measures.length === 1,
    };
  });
  if (!before) return { starts, series };
  const startsBefore = bucketStarts(bucket, previousSpan(span, range));
  const dashed = measures.map((measure, index): Series => {
    const name = measureName(measure, index);
    const values = seriesByValue(before, name, undefined, bucket, startsBefore).get('');
    return {
      name: `${nameOf(name)}, the previous period`,
      values: finish(values, name).slice(0, starts.length),
      color: measures.length === 1 ? '--faint' : seriesColor(index),
      dashed: true,
    };
  });
  return { starts, series: [...dashed, ...series] };
}

/** The answer with a column for each number of the previous period. */
export function previousColumns(
  answer: QueryResult,
  before: QueryResult | undefined,
  by: string | undefined,
): QueryResult {
  if (!before) return answer;
  const place = by ? answer.columns.findIndex((column) => column.name === by) : -1;
  const rows = new Map(before.rows.map((row) => [place < 0 ? '' : String(row[place] ?? ''), row]));
  const order = answer.columns.flatMap((column, index) =>
    column.role === 'metric'
      ? [
          { index, of: 'now' as const },
          { index, of: 'before' as const },
        ]
      : [{ index, of: 'now' as const }],
  );
  return {
    ...answer,
    columns: order.flatMap(({ index, of }) => {
      const column = answer.columns[index];
      if (!column) return [];
      return of === 'now' ? column : { ...column, name: `previous.${column.name}` };
    }),
    rows: answer.rows.map((row) => {
      const other = rows.get(place < 0 ? '' : String(row[place] ?? ''));
      return order.map(({ index, of }) => (of === 'now' ? row[index] : other?.[index]) ?? null);
    }),
  };
}
