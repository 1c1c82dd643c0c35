import { clock } from '../format/time';
import type { Bucket } from '../state/timeRange';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const day = (date: Date) => date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
const weekday = (date: Date) => date.toLocaleDateString('en-GB', { weekday: 'short' });

/** A bucket named in full. */
export function bucketLabel(start: Date, bucket: Bucket): string {
  if (bucket === 'minute') return `${day(start)} ${clock(start, false)}`;
  if (bucket === 'hour')
    return `${weekday(start)} ${day(start)} ${clock(start, false)} to ${clock(new Date(start.getTime() + HOUR), false)}`;
  if (bucket === 'week') return `Week of ${day(start)}`;
  if (bucket === 'month') return start.toLocaleDateString('en-GB', { month: 'long', year: 'numeric' });
  return `${weekday(start)} ${day(start)}`;
}

/** A bucket named in little room. */
export function axisLabel(start: Date, bucket: Bucket): string {
  if (bucket === 'minute') return clock(start, false);
  if (bucket === 'hour') return start.getHours() === 0 ? day(start) : clock(start, false);
  if (bucket === 'month') return start.toLocaleDateString('en-GB', { month: 'short' });
  return day(start);
}

/** Which buckets are named on the axis: round ones, about a dozen. */
export function axisTicks(starts: Date[], bucket: Bucket): boolean[] {
  const wanted = Math.ceil(starts.length / 12);
  if (bucket === 'minute') {
    const step = [5, 10, 15, 30].find((minutes) => minutes >= wanted) ?? 30;
    return starts.map((start) => start.getMinutes() % step === 0);
  }
  if (bucket === 'hour') {
    const step = [2, 3, 6, 12].find((hours) => hours >= wanted) ?? 24;
    return starts.map((start) => start.getHours() % step === 0);
  }
  return starts.map((_, index) => index % wanted === 0);
}

/** A step of any length named in full. */
export function stepLabel(start: Date, stepMs: number): string {
  if (stepMs <= MINUTE) return bucketLabel(start, 'minute');
  const end = new Date(start.getTime() + stepMs);
  const from = `${weekday(start)} ${day(start)} ${clock(start, false)}`;
  return `${from} to ${stepMs < DAY ? '' : `${day(end)} `}${clock(end, false)}`;
}

const ROUND = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE);

/** Names on the axis for steps of any length: at round times of the viewer's day, about a dozen; `undefined` where none stands. */
export function stepAxis(starts: Date[], stepMs: number): (string | undefined)[] {
  const apart = (starts.length * stepMs) / 12;
  const round = ROUND.find((ms) => ms >= apart);
  const place = (at: Date) => {
    const midnight = new Date(at).setHours(0, 0, 0, 0);
    return round ? midnight + Math.floor((at.getTime() - midnight) / round) * round : midnight;
  };
  const days = Math.max(1, Math.ceil(apart / DAY));
  let seen = 0;
  return starts.map((start, index) => {
    const before = starts[index - 1];
    if (before ? place(before) === place(start) : place(start) !== start.getTime()) return undefined;
    if (!round && seen++ % days !== 0) return undefined;
    return place(start) === new Date(start).setHours(0, 0, 0, 0) ? day(start) : clock(start, false);
  });
}
