import { expect, test } from 'vitest';
import { change, money, percent, pValue, short } from '../src/format/number';
import { pathOf, readablePath, readableValue } from '../src/format/path';
import { duration, position, relative } from '../src/format/time';
import { toProjectId } from '../src/project/projectId';
import { mergeNewest } from '../src/sessions/mergeNewest';

test.each([
  [0, '0'],
  [987, '987'],
  [12_412, '12.4 k'],
  [999_960, '1 M'],
  [123_456, '123 k'],
  [1_250_000, '1.3 M'],
  [0.1234, '0.123'],
])('%d is shortened to %s', (value, text) => expect(short(value)).toBe(text));

test.each([
  [0, '0 s'],
  [820, '820 ms'],
  [4_240, '4.2 s'],
  [45_000, '45 s'],
  [200_000, '3 min 20 s'],
  [3_840_000, '1 h 4 min'],
])('%d ms last %s', (ms, text) => expect(duration(ms)).toBe(text));

test('positions of a player', () => expect([0, 65_400, 3_729_000].map(position)).toEqual(['0:00', '1:05', '1:02:09']));

test('times near now are relative', () => {
  const now = Date.parse('2026-11-22T20:00:00Z');
  expect([1, 30, 90, 7_300].map((seconds) => relative(new Date(now - seconds * 1000), now))).toEqual([
    'just now',
    '30 s ago',
    '1 min ago',
    '2 h ago',
  ]);
});

test('change, shares and money', () => {
  expect([change(150, 100), change(50, 100), change(7, 7), change(1310, 1)]).toEqual([
    '+50 %',
    '−50 %',
    '±0 %',
    '×1.3 k',
  ]);
  expect(change(5, 0)).toBeUndefined();
  expect([0.041, 0.5, 1.23].map(percent)).toEqual(['4.1 %', '50 %', '123 %']);
  expect([0, 12.5, 250_000].map(money)).toEqual(['', '12.50', '250 k']);
});

test('a project id is made of its name', () => {
  expect(toProjectId('  Käse & Brot, GmbH! ')).toBe('kase-brot-gmbh');
});

test('new sessions come to the top, those that go on change in place, and a reader further down is not moved', () => {
  const session = (sessionId: string, createdAt: string, eventCount = 1) =>
    ({ sessionId, createdAt, eventCount }) as never;
  const loaded = [session('b', '2'), session('a', '1')];
  const head = [session('c', '3'), session('b', '2', 9)];
  const top = mergeNewest(loaded, head, false);
  expect(top.sessions.map((one) => [one.sessionId, one.eventCount])).toEqual([
    ['c', 1],
    ['b', 9],
    ['a', 1],
  ]);
  const held = mergeNewest(loaded, head, true);
  expect([held.fresh, held.sessions.map((one) => one.sessionId)]).toEqual([1, ['b', 'a']]);
  const late = [session('c', '3'), session('late', '1.5'), session('a', '1')];
  expect(mergeNewest(loaded, late, false).sessions.map((one) => one.sessionId)).toEqual(['c', 'b', 'late', 'a']);
});

test.each([
  ['/caf%C3%A9', '/café'],
  ['/a%20b', '/a b'],
  ['/100%', '/100%'],
  ['/caf%E9', '/caf%E9'],
  ['/a%2Fb%3Fc', '/a%2Fb%3Fc'],
  ['/%E2%80%AEgpj.exe', '/%E2%80%AEgpj.exe'],
])('%s is read as %s', (raw, shown) => expect(readablePath(raw)).toBe(shown));

test('paths alone are decoded, the query of an address too', () => {
  expect(readableValue('page', '/%C3%BCber')).toBe('/über');
  expect(readableValue('customEvent', '/%C3%BCber')).toBe('/%C3%BCber');
  expect(pathOf('https://shop.example/caf%C3%A9?q=%C3%BC')).toBe('/café?q=ü');
});

test('a probability of chance is no percentage', () =>
  expect([0.5, 0.25, 0.0312, 0.0012, 0.0004].map(pValue)).toEqual(['0.5', '0.25', '0.03', '0.001', '< 0.001']));
