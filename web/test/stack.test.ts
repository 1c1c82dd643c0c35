import { expect, test } from 'vitest';
import { debugIdsOf } from '../src/ui/StackTrace';

test('the ids of scripts are told apart, as the SDK sends them and as sessions have them', () => {
  expect(debugIdsOf()).toEqual([]);
  expect(debugIdsOf('')).toEqual([]);
  expect(debugIdsOf('a-1 b-2 ')).toEqual(['a-1', 'b-2']);
  expect(debugIdsOf(['a-1 ', 'b-2 c-3'])).toEqual(['a-1', 'b-2', 'c-3']);
});
