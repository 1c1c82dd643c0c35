import { describe, expect, test } from 'vitest';
import { fromPercent, toPercent } from '../src/project/rates';
import { removals } from '../src/project/removals';

test('rates keep their digits, and an empty field is no rate', () => {
  expect([0.1225, 1, 0.001, 0].map(toPercent)).toEqual(['12.25', '100', '0.1', '0']);
  expect(['12.25', '0', '', '101', '-1'].map(fromPercent)).toEqual([0.1225, 0, undefined, undefined, undefined]);
});

describe('what a policy removes is said', () => {
  test('where days become fewer, and where there were none', () => {
    const after = { rules: { events: { deleteAfterDays: 1 }, sessions: { deleteAfterDays: 90 } } };
    expect(removals({}, after)).toEqual(['events older than a day', 'sessions older than 90 days']);
    expect(removals({ rules: { events: { deleteAfterDays: 30 } } }, after)[0]).toBe('events older than a day');
  });

  test('and not where they become more or stay', () => {
    const before = { rules: { events: { deleteAfterDays: 30 } } };
    expect(removals(before, before)).toEqual([]);
    expect(removals(before, { rules: { events: { deleteAfterDays: 60 } } })).toEqual([]);
    expect(removals(before, { rules: { events: { deleteAfterDays: 'never' } } })).toEqual([]);
  });

  test('against what holds of a project, whoever says so', () => {
    const holds = { events: { deleteAfterDays: 30 } };
    expect(removals({}, { rules: { events: { deleteAfterDays: 30 } } }, holds)).toEqual([]);
    const own = { rules: { events: { deleteAfterDays: 'never' as const } } };
    expect(removals(own, { rules: { events: { deleteAfterDays: null } } }, {})).toEqual([
      'events older than is kept for every project',
    ]);
  });

  test('and for a budget that drops', () => {
    const after = { budgetBytes: 5e9, whenOver: ['drop_events' as const] };
    expect(removals({}, after)).toEqual(['the oldest data beyond 5 GB']);
    expect(removals(after, after)).toEqual([]);
    expect(removals({}, { budgetBytes: 5e9, whenOver: [] })).toEqual([]);
  });
});
