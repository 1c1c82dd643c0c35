import { expect, test } from 'vitest';
import { isFiltered, isTimed, pageTitle } from '../src/frame/pages';
import { type Shown, staleSince } from '../src/frame/staleSince';
import { carried } from '../src/frame/useShared';

test('the range and the filters survive a page that has none', () => {
  const list = carried('/p/shop/sessions', { range: '30d', f: ['country:eq:DE'], sort: '-durationMs' });
  expect(list).toMatchObject({ range: '30d', f: ['country:eq:DE'] });
  expect(carried('/p/shop/sessions/1', { t: 12 }, list)).toEqual(list);
  // A page without filters changes the range and hands the filters on.
  expect(carried('/p/shop/traces', { range: '1h' }, list)).toMatchObject({ range: '1h', f: ['country:eq:DE'] });
  // Filters taken away stay away.
  expect(carried('/p/shop/overview', {}, list).f).toBeUndefined();
});

test('which pages are of a time range and of filters', () => {
  const kinds = [
    'overview',
    'insights/trends',
    'insights/live',
    'ledger',
    'traces',
    'traces/1',
    'sessions/1',
    'sql',
  ].map((page) => [isTimed(`/p/shop/${page}`), isFiltered(`/p/shop/${page}`)]);
  expect(kinds).toEqual([
    [true, true],
    [true, true],
    [false, true],
    [true, false],
    [true, false],
    [false, false],
    [false, false],
    [false, false],
  ]);
});

test.each([
  ['/p/shop/overview', 'Overview · Claymore'],
  ['/p/shop/sessions', 'Sessions · Claymore'],
  ['/p/shop/sessions/1', 'Session · Claymore'],
  ['/p/shop/insights', 'Insights · Claymore'],
  ['/p/shop/insights/vitals', 'Web vitals · Claymore'],
  ['/p/shop/logs', 'Logs · Claymore'],
  ['/p/shop/traces/1', 'Trace · Claymore'],
  ['/p/shop', 'Claymore'],
])('%s is called %s', (pathname, title) => {
  expect(pageTitle(pathname)).toBe(title);
});

test('what is on the screen is old since the oldest answer that could not be asked again', () => {
  const query = (at: number, status: 'error' | 'success', active = true, fetchStatus: 'idle' | 'paused' = 'idle') =>
    ({ isActive: () => active, state: { data: {}, dataUpdatedAt: at, status, fetchStatus } }) as Shown;
  expect(staleSince([query(1, 'success'), query(2, 'error', false)])).toBeUndefined();
  expect(staleSince([query(1, 'success'), query(5, 'error'), query(3, 'success', true, 'paused')])).toBe(3);
});
