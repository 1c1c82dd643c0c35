import { expect, test } from 'vitest';
import { fieldOf } from '../src/insights/paths/Paths';

test('a page in the chart of paths leads to the sessions that began, ended or were on it', () => {
  expect([0, 1, 3].map((column) => fieldOf(column, 'after', 3))).toEqual(['entryPage', 'viewedPage', 'viewedPage']);
  expect([0, 2, 3].map((column) => fieldOf(column, 'before', 3))).toEqual(['viewedPage', 'viewedPage', 'exitPage']);
  expect(fieldOf(0, undefined, 3)).toBe('viewedPage');
});
