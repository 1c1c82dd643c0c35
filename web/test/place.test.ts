import { expect, test } from 'vitest';
import { keepPlace, placeOf } from '../src/sessions/place';

test('who comes back to a list finds their place, who comes anew or to another list does not', () => {
  const now = new Date('2026-11-22T20:15:30Z');
  keepPlace('7d', { now }, 'first');
  keepPlace('7d', { offset: 640 }, 'first');
  keepPlace('7d', { cursorId: 's1' }, 'first');
  expect(placeOf('7d', 'first')).toEqual({ key: '7d', now, cursorId: 's1', offset: 640 });
  expect(placeOf('30d', 'first')).toBeUndefined();
  expect(placeOf('7d', 'second')).toBeUndefined();
  keepPlace('30d', { now }, 'first');
  expect(placeOf('30d', 'first')).toEqual({ key: '30d', now, offset: 0 });
});
