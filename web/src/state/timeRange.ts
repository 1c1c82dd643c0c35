/** A span of time, either rolling (ends now) or fixed. */
export type Range = { kind: 'rolling'; key: RollingKey } | { kind: 'fixed'; from: Date; to: Date };

export type RollingKey = '1h' | '24h' | '7d' | '30d';

export interface Span {
  from: Date;
  to: Date;
}

export type Bucket = 'minute' | 'hour' | 'day' | 'week' | 'month';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `stepMs`: a rolling range ends at the next full step, so that all who look at it ask the same and share the answer. */
export const ROLLING: { key: RollingKey; label: string; ms: number; stepMs: number }[] = [
  { key: '1h', label: 'Last hour', ms: HOUR, stepMs: 10_000 },
  { key: '24h', label: 'Last 24 hours', ms: DAY, stepMs: MINUTE },
  { key: '7d', label: 'Last 7 days', ms: 7 * DAY, stepMs: 5 * MINUTE },
  { key: '30d', label: 'Last 30 days', ms: 30 * DAY, stepMs: 10 * MINUTE },
];

export const DEFAULT_RANGE: RollingKey = '7d';

export function parseRange(search: { range?: string; from?: string; to?: string }): Range {
  const from = parseInstant(search.from);
  const to = parseInstant(search.to);
  if (from && to && from < to) return { kind: 'fixed', from, to };
  const rolling = ROLLING.find((option) => option.key === search.range);
  return { kind: 'rolling', key: rolling?.key ?? DEFAULT_RANGE };
}

export function spanOf(range: Range, now: Date): Span {
  if (range.kind === 'fixed') return { from: range.from, to: range.to };
  const { ms, stepMs } = rolling(range.key);
  const to = Math.ceil(now.getTime() / stepMs) * stepMs;
  return { from: new Date(to - ms), to: new Date(to) };
}

export function previousSpan(span: Span): Span {
  const length = span.to.getTime() - span.from.getTime();
  return { from: new Date(span.from.getTime() - length), to: span.from };
}

/** The bucket width that gives between about 24 and 200 points. */
export function bucketFor(span: Span): Bucket {
  const length = span.to.getTime() - span.from.getTime();
  if (length <= 3 * HOUR) return 'minute';
  if (length <= 7 * DAY) return 'hour';
  if (length <= 180 * DAY) return 'day';
  return length <= 900 * DAY ? 'week' : 'month';
}

/** The same, wider where several lines share a chart: hours of more than two days are too many to tell apart. */
export function wideBucketFor(span: Span): Bucket {
  const bucket = bucketFor(span);
  return bucket === 'hour' && span.to.getTime() - span.from.getTime() > 2 * DAY ? 'day' : bucket;
}

/** The span of one bucket that begins at `start`, cut to the span shown. */
export function bucketSpan(start: Date, bucket: Bucket, within: Span): Span {
  const end = new Date(start);
  if (bucket === 'minute') end.setTime(end.getTime() + MINUTE);
  else if (bucket === 'hour') end.setTime(end.getTime() + HOUR);
  else {
    if (bucket === 'day') end.setDate(end.getDate() + 1);
    else if (bucket === 'week') end.setDate(end.getDate() + 7);
    else end.setMonth(end.getMonth() + 1);
    // Where a day begins at one o'clock because the clocks go forward at midnight, the next one does not.
    end.setHours(0, 0, 0, 0);
  }
  return {
    from: start < within.from ? within.from : start,
    to: end > within.to ? within.to : end,
  };
}

export function rangeKey(range: Range): string {
  return range.kind === 'rolling' ? range.key : `${range.from.toISOString()}/${range.to.toISOString()}`;
}

export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

function rolling(key: RollingKey) {
  const found = ROLLING.find((option) => option.key === key);
  if (!found) throw new Error(`there is no range ${key}`);
  return found;
}

function parseInstant(text: string | undefined): Date | undefined {
  if (!text) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
