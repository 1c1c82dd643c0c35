import { describe, expect, test } from 'vitest';
import { addFilters, formatFilter, parseFilter, parseFilters, withFilter } from '../src/state/filters';

describe('filters in the address bar', () => {
  test.each([
    [{ field: 'country', op: 'eq', values: ['DE', 'AT'] }, 'country:eq:DE,AT'],
    [{ field: 'page', op: 'contains', values: ['/checkout'] }, 'page:contains:/checkout'],
    [{ field: 'tags.plan', op: 'exists' }, 'tags.plan:exists'],
    [{ field: 'errorMessage', op: 'eq', values: ['a, b: c \\ d'] }, 'errorMessage:eq:a\\, b: c \\\\ d'],
    [{ field: 'city', op: 'eq', values: [''] }, 'city:eq:'],
  ] as const)('%o is written as %s and read back', (filter, text) => {
    expect(formatFilter({ ...filter, values: 'values' in filter ? [...filter.values] : undefined })).toBe(text);
    expect(parseFilter(text)).toEqual(filter);
  });

  test('what is not a filter is left out', () => {
    expect(parseFilters(['', 'country', ':eq:x', 'country:almost:DE', 'country:eq', 'device:ne:mobile'])).toEqual([
      { field: 'device', op: 'ne', values: ['mobile'] },
    ]);
  });

  test('a filter takes the place of one of the same field and operator', () => {
    const before = parseFilters(['country:eq:DE', 'device:eq:mobile']);
    expect(withFilter(before, { field: 'country', op: 'eq', values: ['FR'] }).map(formatFilter)).toEqual([
      'country:eq:FR',
      'device:eq:mobile',
    ]);
    expect(withFilter(before, { field: 'country', op: 'ne', values: ['FR'] })).toHaveLength(3);
  });

  test('a link to the sessions behind a number keeps every filter that is set', () => {
    const before = parseFilters(['errorCount:gte:3', 'country:eq:DE']);
    expect(addFilters(before, parseFilters(['errorCount:gte:1', 'country:eq:DE'])).map(formatFilter)).toEqual([
      'errorCount:gte:3',
      'country:eq:DE',
      'errorCount:gte:1',
    ]);
  });
});
