import { describe, expect, test } from 'vitest';
import type { Filter } from '../src/api/types';
import { funnelCondition } from '../src/insights/funnels/funnel';
import { formatBehind, parseBehind } from '../src/state/behind';
import { eventWords, formatEvent, formatNamed, parseEvent, parseNamed } from '../src/state/conditions';

const buy: Filter[] = [
  { field: 'customEvent', op: 'eq', values: ['buy; now, or \\ never'] },
  { field: 'cartValue', op: 'gt', values: ['100'] },
];

describe('an event in the address', () => {
  test('comes back as it was, whatever its values hold', () => {
    expect(parseEvent(formatEvent(buy))).toEqual(buy);
  });

  test('leaves out what is no filter', () => {
    expect(parseEvent('page:eq:/;nonsense;;')).toEqual([{ field: 'page', op: 'eq', values: ['/'] }]);
  });

  test('is said in words', () => {
    expect(eventWords([{ field: 'viewedPage', op: 'eq', values: ['/cart'] }])).toBe('/cart');
    expect(
      eventWords([
        { field: 'type', op: 'eq', values: ['click'] },
        { field: 'selector', op: 'exists' },
      ]),
    ).toBe('any click, selector is set');
    expect(eventWords([])).toBe('any event');
  });
});

describe('a number of a link', () => {
  test('comes back with its title, its question and its cell', () => {
    const behind = {
      title: 'Reached 2 of the steps, (none)',
      query: { kind: 'funnel', order: 'any' },
      cell: { row: { step: 2, country: '' }, column: 'count' },
    };
    expect(parseBehind(formatBehind(behind))).toEqual(behind);
  });

  test('that lacks a part is none', () => {
    expect(parseBehind('title|{"query":{}}')).toBeUndefined();
    expect(parseBehind('title|null')).toBeUndefined();
    expect(parseBehind(undefined)).toBeUndefined();
  });
});

describe('a condition of a link', () => {
  test('comes back with its title', () => {
    const named = { title: 'Left after 1. /cart', where: { not: { cohort: 'a|b' } } };
    expect(parseNamed(formatNamed(named))).toEqual(named);
  });

  test('that is broken is none', () => {
    expect(parseNamed('title|{"not":')).toBeUndefined();
    expect(parseNamed('title')).toBeUndefined();
    expect(parseNamed('title|3')).toBeUndefined();
  });
});

describe('the sessions behind a step of a funnel', () => {
  const steps: Filter[][] = [buy, [{ field: 'page', op: 'eq', values: ['/'] }]];

  test('of the first step did it', () => {
    const where = funnelCondition(steps, { by: 'person', within: 'P14D', step: 1, dropped: false });
    expect(where).toEqual({ did: { by: 'person', what: 'event', where: { all: buy } } });
  });

  test('that were left did not go on', () => {
    const where = funnelCondition(steps, { by: 'session', within: undefined, step: 1, dropped: true });
    expect(where).toEqual({
      all: [
        { did: { by: 'session', what: 'event', where: { all: buy } } },
        { not: { sequence: { by: 'session', steps: steps.map((all) => ({ all })) } } },
      ],
    });
  });
});
