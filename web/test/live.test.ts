import { expect, test } from 'vitest';
import { ACTIVE, activeSpan, VISITORS } from '../src/insights/live/active';
import { numberTarget } from '../src/insights/numberTarget';
import { parseBehind } from '../src/state/behind';

test('who is active now opens as the sessions of the same five minutes, with the filters and the cohort of the view', () => {
  const span = activeSpan(new Date('2026-11-22T20:15:32Z'));
  const filters = [{ field: 'country', op: 'eq' as const, values: ['DE'] }];
  const search = { range: '30d', c: 'Buyers|{"cohort":"1"}' };
  const target = numberTarget({ projectId: 'shop', search, filters }, { ...ACTIVE, span });
  const { b, ...shared } = target.search ?? {};
  expect(shared).toEqual({
    range: undefined,
    from: '2026-11-22T20:10:40.000Z',
    to: '2026-11-22T20:15:40.000Z',
    f: ['country:eq:DE'],
    c: search.c,
  });
  expect(parseBehind(b)).toEqual({
    title: ACTIVE.title,
    query: ACTIVE.body,
    cell: { row: {}, column: 'active' },
  });
});

test('a visitor counts in each minute with an event, not only in that in which the session began', () => {
  expect(VISITORS).toMatchObject({ function: 'people', over: 'event' });
});
