import { afterEach, expect, test, vi } from 'vitest';
import { changeTiles, rename } from '../src/dashboard/saved';
import { hasRange, tileSearch } from '../src/dashboard/tileSearch';
import { goneCohort } from '../src/dashboard/useGoneCohort';
import { usersIn } from '../src/frame/CohortChip';
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

test('what uses a cohort is said without the words of the interface', () => {
  const users = 'The cohort "A" is used by dashboard "B; C", which cannot be answered without it';
  expect(usersIn(`${users}; force=true deletes it all the same.`)).toBe(`${users}.`);
});

afterEach(() => vi.unstubAllGlobals());

test('a tile that somebody else added meanwhile stays', async () => {
  const body = { tiles: [{ id: 'a' }, { id: 'theirs' }] };
  const stored = { id: 'd', kind: 'dashboard', name: 'Main', body, version: 7 };
  const written: unknown[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    if (init.method === 'PUT') written.push(JSON.parse(String(init.body)));
    return Response.json({ items: [stored] });
  });
  await changeTiles('demo', 'd', (tiles) => [...tiles, { id: 'mine' }]);
  const tiles = [{ id: 'a' }, { id: 'theirs' }, { id: 'mine' }];
  expect(written).toEqual([{ name: 'Main', body: { tiles }, version: 7 }]);
  await expect(changeTiles('demo', 'gone', (tiles) => tiles)).rejects.toThrow('has been deleted');
});

test('a change that comes between is not overwritten', async () => {
  let stored = { id: 'd', kind: 'dashboard', name: 'Main', body: { tiles: [{ id: 'a' }] }, version: 1 };
  let others = 1;
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    if (init.method !== 'PUT') return Response.json({ items: [stored] });
    if (others-- > 0)
      stored = {
        ...stored,
        body: { tiles: [...stored.body.tiles, { id: `other${others}` }] },
        version: stored.version + 1,
      };
    const change = JSON.parse(String(init.body));
    if (change.version !== stored.version)
      return Response.json({ error: { code: 'changed_meanwhile', message: '', retryable: false } }, { status: 409 });
    stored = { ...stored, ...change, version: stored.version + 1 };
    return Response.json(stored);
  });
  await changeTiles('demo', 'd', (tiles) => [...tiles, { id: 'mine' }]);
  expect(stored.body.tiles).toEqual([{ id: 'a' }, { id: 'other0' }, { id: 'mine' }]);
  others = 100;
  await expect(changeTiles('demo', 'd', (tiles) => tiles)).rejects.toThrow('Someone else is changing this dashboard');
});

test('another name keeps the tiles that somebody else added meanwhile', async () => {
  const body = { tiles: [{ id: 'a' }, { id: 'theirs' }] };
  let version = 7;
  const written: unknown[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    if (init.method !== 'PUT')
      return Response.json({ items: [{ id: 'd', kind: 'dashboard', name: 'Main', body, version }] });
    written.push(JSON.parse(String(init.body)));
    const error = { code: 'changed_meanwhile', message: 'changed', retryable: true };
    return version++ === 7 ? Response.json({ error }, { status: 409 }) : Response.json({});
  });
  await rename('demo', 'dashboard', 'd', 'Shop');
  expect(written).toEqual([
    { name: 'Shop', body, version: 7 },
    { name: 'Shop', body, version: 8 },
  ]);
});
