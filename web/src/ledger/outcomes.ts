import type { LedgerEntry } from '../api/types';

export interface Outcome {
  key: string;
  label: string;
  /** What it means and what to do about it. */
  about: string;
  /** Token of its colour. */
  color: string;
  tone?: 'error' | 'friction' | 'faint';
}

/** What can become of an event, in the order in which a person asks. */
export const OUTCOMES: Outcome[] = [
  { key: 'stored', label: 'Stored', about: 'A row in events or replay_events.', color: '--series-1' },
  {
    key: 'duplicate',
    label: 'Sent again',
    about: 'The batch was stored before: a sender that missed the answer sent it once more.',
    color: '--series-5',
    tone: 'faint',
  },
  {
    key: 'rejected',
    label: 'Rejected',
    about: 'The event was not valid; the rest of its batch was stored. The code says why.',
    color: '--error',
    tone: 'error',
  },
  {
    key: 'refused',
    label: 'Refused',
    about: 'The whole batch was unreadable, or its origin is not allowed. The code says why.',
    color: '--error',
    tone: 'error',
  },
  {
    key: 'rateLimited',
    label: 'Over the rate limit',
    about: 'Told to come back later; the SDK sends it again.',
    color: '--friction-mark',
    tone: 'friction',
  },
  {
    key: 'quota',
    label: 'Over the quota',
    about: 'The budget of the day was used up. Raise it in the settings.',
    color: '--friction-mark',
    tone: 'friction',
  },
  {
    key: 'unavailable',
    label: 'Turned away',
    about: 'The server could not take it just then; the SDK sends it again.',
    color: '--friction-mark',
    tone: 'friction',
  },
  {
    key: 'deadLetter',
    label: 'Dead letters',
    about: 'ClickHouse refused the row. It is kept in a file beside the spool, with the reason.',
    color: '--error',
    tone: 'error',
  },
  {
    key: 'setAside',
    label: 'Set aside',
    about:
      'ClickHouse rejects the batch although no single row is at fault. It is kept and tried again every ten minutes.',
    color: '--friction-mark',
    tone: 'friction',
  },
  {
    key: 'sampled',
    label: 'Sampled out',
    about: 'Left out in the browser by the sampling rate of the settings; never sent.',
    color: '--series-4',
    tone: 'faint',
  },
  {
    key: 'overflow',
    label: 'Left out by the SDK',
    about: 'The browser was offline for too long, or the page did too much at once; never sent.',
    color: '--series-4',
    tone: 'friction',
  },
];

const BY_KEY = new Map(OUTCOMES.map((outcome) => [outcome.key, outcome]));

export function outcomeOf(key: string): Outcome {
  return BY_KEY.get(key) ?? { key, label: key, about: '', color: '--series-6' };
}

export interface Fate {
  outcome: Outcome;
  code: string;
  events: number;
  last: string;
}

/** One row for each outcome and code, the outcomes in their order and the most frequent code first; what arrived is no fate. */
export function fates(entries: LedgerEntry[]): Fate[] {
  const found = new Map<string, Fate>();
  for (const { outcome, code, events, minute } of entries) {
    if (outcome === 'received') continue;
    const fate = found.get(`${outcome} ${code}`) ?? { outcome: outcomeOf(outcome), code, events: 0, last: minute };
    fate.events += events;
    if (minute > fate.last) fate.last = minute;
    found.set(`${outcome} ${code}`, fate);
  }
  const place = (fate: Fate) => {
    const index = OUTCOMES.indexOf(fate.outcome);
    return index < 0 ? OUTCOMES.length : index;
  };
  return [...found.values()].sort((a, b) => place(a) - place(b) || b.events - a.events);
}

/** The events of an outcome at each bucket; `place` finds a bucket by an entry's time. */
export function valuesOf(
  entries: LedgerEntry[],
  outcome: string,
  buckets: number,
  place: (at: Date) => number,
): number[] {
  const values = new Array<number>(buckets).fill(0);
  for (const entry of entries) {
    if (entry.outcome !== outcome) continue;
    const index = place(new Date(entry.minute));
    if (index >= 0 && index < buckets) values[index] = (values[index] ?? 0) + entry.events;
  }
  return values;
}
