import { clock } from '../format/time';
import type { Bucket } from '../state/timeRange';

const day = (date: Date) => date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
const weekday = (date: Date) => date.toLocaleDateString('en-GB', { weekday: 'short' });

/** A bucket named in full. */
export function bucketLabel(start: Date, bucket: Bucket): string {
  if (bucket === 'minute') return `${day(start)} ${clock(start, false)}`;
  if (bucket === 'hour')
    return `${weekday(start)} ${day(start)} ${clock(start, false)} to ${clock(new Date(start.getTime() + 3_600_000), false)}`;
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
