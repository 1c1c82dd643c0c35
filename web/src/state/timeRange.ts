/** A span of time: it ends now, it is a past one of the calendar, or it is fixed. */
export type Range =
  | { kind: 'rolling'; key: RollingKey }
  | { kind: 'past'; key: PastKey }
  | { kind: 'fixed'; from: Date; to: Date };

export type RollingKey = '1h' | '24h' | '7d' | '30d' | '90d' | '12mo' | 'today' | 'month';
export type PastKey = 'yesterday' | 'lastMonth';
export type PresetKey = RollingKey | PastKey;

export interface Span {
  from: Date;
  to: Date;
}

export type Bucket = 'minute' | 'hour' | 'day' | 'week' | 'month';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Preset {
  key: PresetKey;
  label: string;
  span: (now: Date) => Span;
  /** A moment one period of the calendar earlier; the previous period of the others is as long as they are. */
  earlier?: (date: Date) => Date;
}

/** `stepMs`: a rolling range ends at the next full step, so that all who look at it ask the same and share the answer. */
const last = (key: RollingKey, label: string, ms: number, stepMs: number): Preset => ({
  key,
  label,
  span: (now) => {
    const to = Math.ceil(now.getTime() / stepMs) * stepMs;
    return { from: new Date(to - ms), to: new Date(to) };
  },
});

/** Days and months as the calendar of the viewer's zone has them. */
const dayOf = (date: Date, days = 0) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
const monthOf = (date: Date, months = 0) => new Date(date.getFullYear(), date.getMonth() + months, 1);
/** Never at once: a day has to have begun. */
const nextMinute = (now: Date) => new Date((Math.floor(now.getTime() / MINUTE) + 1) * MINUTE);

const dayEarlier = (date: Date) => {
  const earlier = new Date(date);
  earlier.setDate(earlier.getDate() - 1);
  return earlier;
};
/** The 31st of March is compared up to the end of February. */
const monthEarlier = (date: Date) => {
  const earlier = new Date(date);
  earlier.setMonth(earlier.getMonth() - 1);
  return earlier.getDate() === date.getDate() ? earlier : monthOf(date);
};

export const PRESETS: Preset[] = [
  {
    key: 'today',
    label: 'Today',
    span: (now) => ({ from: dayOf(now), to: nextMinute(now) }),
    earlier: dayEarlier,
  },
  {
    key: 'yesterday',
    label: 'Yesterday',
    span: (now) => ({ from: dayOf(now, -1), to: dayOf(now) }),
    earlier: dayEarlier,
  },
  last('1h', 'Last hour', HOUR, 10_000),
  last('24h', 'Last 24 hours', DAY, MINUTE),
  last('7d', 'Last 7 days', 7 * DAY, 5 * MINUTE),
  last('30d', 'Last 30 days', 30 * DAY, 10 * MINUTE),
  last('90d', 'Last 90 days', 90 * DAY, 30 * MINUTE),
  last('12mo', 'Last 12 months', 365 * DAY, HOUR),
  {
    key: 'month',
    label: 'This month',
    span: (now) => ({ from: monthOf(now), to: nextMinute(now) }),
    earlier: monthEarlier,
  },
  {
    key: 'lastMonth',
    label: 'Last month',
    span: (now) => ({ from: monthOf(now, -1), to: monthOf(now) }),
    earlier: monthEarlier,
  },
];

export const DEFAULT_RANGE: RollingKey = '7d';

export function parseRange(search: { range?: string; from?: string; to?: string }): Range {
  const from = parseInstant(search.from);
  const to = parseInstant(search.to);
  if (from && to && from < to) return { kind: 'fixed', from, to };
  const key = PRESETS.find((option) => option.key === search.range)?.key ?? DEFAULT_RANGE;
  return key === 'yesterday' || key === 'lastMonth' ? { kind: 'past', key } : { kind: 'rolling', key };
}

export function spanOf(range: Range, now: Date): Span {
  if (range.kind === 'fixed') return { from: range.from, to: range.to };
  return preset(range.key).span(now);
}

/** What the span of a range is compared with: the day or the month before where it is one, otherwise as long a time right before. */
export function previousSpan(span: Span, range: Range): Span {
  const earlier = range.kind === 'fixed' ? undefined : preset(range.key).earlier;
  if (earlier) {
    return { from: earlier(span.from), to: new Date(Math.min(earlier(span.to).getTime(), span.from.getTime())) };
  }
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
  return range.kind !== 'fixed' ? range.key : `${range.from.toISOString()}/${range.to.toISOString()}`;
}

export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

function preset(key: PresetKey): Preset {
  const found = PRESETS.find((option) => option.key === key);
  if (!found) throw new Error(`there is no range ${key}`);
  return found;
}

function parseInstant(text: string | undefined): Date | undefined {
  if (!text) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
