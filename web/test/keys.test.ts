import { expect, test } from 'vitest';
import { findShortcut, isOwnKey } from '../src/state/keys';

const SHORTCUTS = [
  { keys: 'j' },
  { keys: 'F' },
  { keys: 'f' },
  { keys: 'g s' },
  { keys: 'g g' },
  { keys: 'Space' },
  { keys: 'mod+k', always: true },
];

function press(key: string, now = 0, typing = false, ctrlKey = false): string | undefined {
  return findShortcut(SHORTCUTS, { key, ctrlKey, metaKey: false, altKey: false }, now, typing)?.keys;
}

test('one key', () => {
  expect(press('j')).toBe('j');
  expect(press(' ')).toBe('Space');
  expect(press('x')).toBeUndefined();
});

test('a capital is its own key where there is one, else the small letter', () => {
  expect(press('F')).toBe('F');
  expect(press('J')).toBe('j');
});

test('two keys within a second', () => {
  expect([press('g', 0), press('s', 900)]).toEqual([undefined, 'g s']);
  expect([press('g', 0), press('s', 1_100)]).toEqual([undefined, undefined]);
  expect([press('g', 0), press('g', 10)]).toEqual([undefined, 'g g']);
});

test('shift on its own does not break a sequence off', () => {
  expect([press('g', 0), press('Shift', 100), press('s', 200)]).toEqual([undefined, undefined, 'g s']);
});

test('typing into a field is left alone', () => {
  expect(press('j', 0, true)).toBeUndefined();
  expect(press('k', 0, true, true)).toBe('mod+k');
  expect(press('j', 0, false, true)).toBeUndefined();
});

test('Enter and Space are for the control that has the focus, Space not when the mouse put it there', () => {
  const clicked = {} as Element;
  const focused = (tag: string, isClicked = false) => ({
    closest: (selectors: string) =>
      selectors.split(', ').includes(tag) ? ({ contains: () => isClicked } as unknown as Element) : null,
  });
  expect(['Enter', ' ', 'j'].map((key) => isOwnKey(key, focused('button'), undefined))).toEqual([true, true, false]);
  expect(['Enter', ' '].map((key) => isOwnKey(key, focused('a[href]'), clicked))).toEqual([true, false]);
  expect(['Enter', ' '].map((key) => isOwnKey(key, focused('button', true), clicked))).toEqual([true, false]);
  expect(isOwnKey('Enter', focused('div'), undefined)).toBe(false);
});
