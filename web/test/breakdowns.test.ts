import { expect, test } from 'vitest';
import { namesOf } from '../src/overview/breakdowns';

test('an id is called by the name it has most often', () => {
  const rows = [
    ['5bc3', 'x is undefined', 12],
    ['30f2', '', 9],
    ['5bc3', 'y is undefined', 3],
    ['30f2', 'The quota has been exceeded.', 1],
  ];
  expect([...namesOf(rows)]).toEqual([
    ['5bc3', 'x is undefined'],
    ['30f2', 'The quota has been exceeded.'],
  ]);
});
