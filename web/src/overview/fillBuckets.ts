import type { QueryResult } from '../api/types';
import { type Bucket, bucketSpan, type Span } from '../state/timeRange';

export interface Point {
  start: Date;
  value: number;
}

/** One point per bucket of the span in the viewer's zone, with 0 where the answer has no row. */
export function fillBuckets(result: QueryResult | undefined, metric: string, bucket: Bucket, span: Span): Point[] {
  if (!result) return [];
  const time = result.columns.findIndex((column) => column.role === 'time');
  const value = result.columns.findIndex((column) => column.name === metric);
  const known = new Map(
    result.rows.map((row) => [floor(new Date(String(row[time])), bucket).getTime(), Number(row[value] ?? 0)]),
  );
  const points: Point[] = [];
  const whole = { from: new Date(0), to: new Date(8.64e15) };
  for (let start = floor(span.from, bucket); start < span.to; start = bucketSpan(start, bucket, whole).to) {
    points.push({ start, value: known.get(start.getTime()) ?? 0 });
  }
  return points;
}

function floor(date: Date, bucket: Bucket): Date {
  const start = new Date(date);
  start.setSeconds(0, 0);
  if (bucket === 'minute') return start;
  start.setMinutes(0);
  if (bucket === 'hour') return start;
  start.setHours(0);
  if (bucket === 'week') start.setDate(start.getDate() - ((start.getDay() + 6) % 7));
  if (bucket === 'month') start.setDate(1);
  return start;
}
