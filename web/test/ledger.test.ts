import { expect, test } from 'vitest';
import type { LedgerEntry } from '../src/api/types';
import { fates, OUTCOMES, outcomeOf, valuesOf } from '../src/ledger/outcomes';

const entry = (minute: string, outcome: string, code: string, events: number): LedgerEntry => ({
  minute,
  outcome,
  code,
  events,
  bytes: 0,
});

const ENTRIES = [
  entry('2026-03-02T10:00:00.000Z', 'received', '', 12),
  entry('2026-03-02T10:00:00.000Z', 'rejected', 'invalid_type', 1),
  entry('2026-03-02T10:00:00.000Z', 'rejected', 'event_too_large', 1),
  entry('2026-03-02T10:00:00.000Z', 'stored', '', 5),
  entry('2026-03-02T11:00:00.000Z', 'stored', '', 3),
  entry('2026-03-02T11:00:00.000Z', 'rejected', 'invalid_type', 2),
];

test('every fate is summed by outcome and code, stored first, and what arrived is none', () => {
  expect(fates(ENTRIES).map((fate) => [fate.outcome.key, fate.code, fate.events, fate.last])).toEqual([
    ['stored', '', 8, '2026-03-02T11:00:00.000Z'],
    ['rejected', 'invalid_type', 3, '2026-03-02T11:00:00.000Z'],
    ['rejected', 'event_too_large', 1, '2026-03-02T10:00:00.000Z'],
  ]);
});

test('an outcome that this page does not know yet still has its row', () => {
  expect(outcomeOf('vanished').label).toBe('vanished');
  expect(fates([entry('2026-03-02T10:00:00.000Z', 'vanished', '', 1), ...ENTRIES]).at(-1)?.outcome.key).toBe(
    'vanished',
  );
});

test('the values of a chart stand in their buckets and nowhere else', () => {
  const place = (at: Date) => at.getUTCHours() - 10;
  expect(valuesOf(ENTRIES, 'stored', 2, place)).toEqual([5, 3]);
  expect(valuesOf(ENTRIES, 'stored', 1, place)).toEqual([5]);
});

test('every outcome says what it means', () => {
  for (const outcome of OUTCOMES) expect(outcome.about).not.toBe('');
});
