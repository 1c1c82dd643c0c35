import { afterEach, expect, test, vi } from 'vitest';
import { changeTiles } from '../src/dashboard/saved';
import { hasRange, tileSearch } from '../src/dashboard/tileSearch';
import { goneCohort } from '../src/dashboard/useGoneCohort';
import { formatNamed, parseNamed } from '../src/state/conditions';

const cohort = (id: string) => formatNamed({ title: `cohort ${id}`, where: { cohort: id } });

test('the condition of a dashboard joins that of a tile', () => {
  const { c } = tileSearch({ c: cohort('buyers') }, { c: cohort('mobile') });
  expect(parseNamed(c)).toEqual({
    title: 'cohort buyers and cohort mobile',
    where: { all: [{ cohort: 'buyers' }, { cohort: 'mobile' }] },
  });
});

test('a condition of one of them holds alone', () => {
  const buyers = cohort('buyers');
  expect(tileSearch({ c: buyers }, {}).c).toBe(buyers);
  expect(tileSearch({}, { c: buyers }).c).toBe(buyers);
  expect(tileSearch({ c: buyers }, { c: buyers }).c).toBe(buyers);
  expect(tileSearch({}, {}).c).toBeUndefined();
});

test('a tile has its own range until the dashboard has one', () => {
  const own = { range: '30d', f: ['country:eq:DE'] };
  expect(tileSearch(own, { f: ['browser:eq:Chrome'] })).toMatchObject({
    range: '30d',
    f: ['country:eq:DE', 'browser:eq:Chrome'],
  });
  expect(tileSearch(own, { range: '24h' }).range).toBe('24h');
  expect([hasRange({}), hasRange({ from: '2026-01-01' }), hasRange({ range: '7d' })]).toEqual([false, true, true]);
});

test('a cohort that was deleted is said, wherever it stands', () => {
  const buyers = { title: 'Buyers', where: { cohort: 'b' } };
  const both = { title: 'Buyers and mobile', where: { all: [{ not: { cohort: 'b' } }, { cohort: 'm' }] } };
  expect(goneCohort(buyers, new Set(['b']))).toBeUndefined();
  expect(goneCohort(buyers, new Set(['m']))).toBe('The cohort “Buyers” was deleted');
  expect(goneCohort(both, new Set(['b', 'm']))).toBeUndefined();
  expect(goneCohort(both, new Set(['m']))).toBe('A cohort of “Buyers and mobile” was deleted');
});

afterEach(() => vi.unstubAllGlobals());

test('a tile that somebody else added meanwhile stays', async () => {
  const stored = { id: 'd', kind: 'dashboard', name: 'Main', body: { tiles: [{ id: 'a' }, { id: 'theirs' }] } };
  const written: unknown[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    if (init.method === 'PUT') written.push(JSON.parse(String(init.body)));
    return Response.json({ items: [stored] });
  });
  await changeTiles('demo', 'd', (tiles) => [...tiles, { id: 'mine' }]);
  expect(written).toEqual([{ name: 'Main', body: { tiles: [{ id: 'a' }, { id: 'theirs' }, { id: 'mine' }] } }]);
  await expect(changeTiles('demo', 'gone', (tiles) => tiles)).rejects.toThrow('deleted meanwhile');
});
