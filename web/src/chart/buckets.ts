import type { QueryResult } from '../api/types';
import { type Bucket, bucketSpan, type Span } from '../state/timeRange';

export interface Point {
  start: Date;
  value: number;
}

const WHOLE: Span = { from: new Date(0), to: new Date(8.64e15) };

/** The beginnings of the buckets of a span, in the viewer's zone. */
export function bucketStarts(bucket: Bucket, span: Span): Date[] {
  const starts: Date[] = [];
  for (let start = floor(span.from, bucket); start < span.to; start = bucketSpan(start, bucket, WHOLE).to)
    starts.push(start);
  return starts;
}

/** Whether the last bucket goes on, so that its numbers still change. */
export function isUnfinished(starts: Date[], bucket: Bucket, now = new Date()): boolean {
  const last = starts.at(-1);
  return last !== undefined && bucketSpan(last, bucket, WHOLE).to > now;
}

/** One point per bucket of the span in the viewer's zone, with 0 where the answer has no row. */
export function fillBuckets(result: QueryResult | undefined, metric: string, bucket: Bucket, span: Span): Point[] {
  if (!result) return [];
  const starts = bucketStarts(bucket, span);
  const values = seriesByValue(result, metric, undefined, bucket, starts).get('');
  return starts.map((start, index) => ({ start, value: values?.[index] ?? 0 }));
}

/** The values of a metric at each bucket, by the value of the breakdown (`''` without one); null where the answer has no row. */
export function seriesByValue(
  result: QueryResult,
  metric: string,
  breakdown: string | undefined,
  bucket: Bucket,
  starts: Date[],
): Map<string, (number | null)[]> {
  const time = result.columns.findIndex((column) => column.role === 'time');
  const value = result.columns.findIndex((column) => column.name === metric);
  const by = breakdown ? result.columns.findIndex((column) => column.name === breakdown) : -1;
  const places = new Map(starts.map((start, index) => [start.getTime(), index]));
  const found = new Map<string, (number | null)[]>();
  for (const row of result.rows) {
    const place = places.get(floor(new Date(String(row[time])), bucket).getTime());
    if (place === undefined) continue;
    const name = by < 0 ? '' : String(row[by] ?? '');
    const values = found.get(name) ?? new Array<number | null>(starts.length).fill(null);
    found.set(name, values);
    const cell = row[value];
    values[place] = cell === null || cell === undefined ? null : Number(cell);
  }
  return found;
}

/** The mean of each value and those before it, as many as `width` says; empty places do not count. */
export function movingAverage(values: (number | null)[], width: number): (number | null)[] {
  if (width <= 1) return values;
  return values.map((_, index) => {
    const window = values.slice(Math.max(0, index - width + 1), index + 1).filter((value) => value !== null);
    return window.length === 0 ? null : window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

function floor(date: Date, bucket: Bucket): Date {
  const start = new Date(date);
  if (bucket === 'minute' || bucket === 'hour') {
    // By the clock of the zone an hour comes twice when daylight saving ends, so this counts back from the instant.
    const minutes = bucket === 'hour' ? date.getMinutes() : 0;
    start.setTime(date.getTime() - (minutes * 60 + date.getSeconds()) * 1_000 - date.getMilliseconds());
    return start;
  }
  start.setHours(0, 0, 0, 0);
  if (bucket === 'week') start.setDate(start.getDate() - ((start.getDay() + 6) % 7));
  if (bucket === 'month') start.setDate(1);
  return start;
}
