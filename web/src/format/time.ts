const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 12 s ago, 5 min ago, 3 h ago, then the day and time. */
export function relative(date: Date, now: number): string {
  const age = now - date.getTime();
  if (age < 5 * SECOND) return 'just now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < 7 * DAY) return `${date.toLocaleDateString('en-GB', { weekday: 'short' })} ${clock(date, false)}`;
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock(date, false)}`;
}

/** The exact time in the viewer's zone, to the millisecond. */
export function exact(date: Date): string {
  const zone = date.toLocaleTimeString('en-GB', { timeZoneName: 'short' }).split(' ').pop() ?? '';
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  const day = date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `${day}, ${clock(date, true)}.${millis} ${zone}`;
}

/** 4 s, 2:05, 1:02:09: a span as a player shows it. */
export function position(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** 820 ms, 4.2 s, 45 s, 3 min 20 s, 1 h 4 min. */
export function duration(ms: number): string {
  if (ms <= 0) return '0 s';
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${Math.round(ms / 100) / 10} s`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return join(Math.floor(ms / MINUTE), 'min', Math.floor((ms % MINUTE) / SECOND), 's');
  if (ms < DAY) return join(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return join(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
}

export function span(from: Date, to: Date): string {
  const sameDay = from.toDateString() === to.toDateString();
  const day = (date: Date) => date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  const start = `${day(from)} ${clock(from, false)}`;
  return sameDay ? `${start} – ${clock(to, false)}` : `${start} – ${day(to)} ${clock(to, false)}`;
}

export function clock(date: Date, seconds: boolean): string {
  return date.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: seconds ? '2-digit' : undefined,
  });
}

/** The value of a `datetime-local` field, in the viewer's zone. */
export function toLocalInput(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * MINUTE);
  return local.toISOString().slice(0, 16);
}

function join(a: number, unitA: string, b: number, unitB: string): string {
  return b > 0 ? `${a} ${unitA} ${b} ${unitB}` : `${a} ${unitA}`;
}
