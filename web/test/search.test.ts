import { expect, test } from 'vitest';
import { parseSearch, sharedSearch, stringifySearch } from '../src/state/search';

test('a view is the same after its address was read', () => {
  const view = {
    range: '24h',
    sort: '-durationMs',
    f: ['country:eq:DE,AT', 'page:contains:/a b&c=d'],
    t: 83.5,
    w: 'tab-1',
    tab: 'errors',
  };
  const address = stringifySearch(view);
  expect(parseSearch(address)).toEqual(view);
});

test('the address stays readable', () => {
  expect(stringifySearch({ range: '7d', f: ['page:contains:/checkout'] })).toBe('?range=7d&f=page:contains:/checkout');
  expect(stringifySearch({})).toBe('');
});

test('nonsense in the address is passed over', () => {
  expect(parseSearch('?t=-4&f=&range=&compare=maybe&x=1')).toEqual({});
});

test('links to other pages carry the time range and the filters, nothing else', () => {
  expect(sharedSearch({ range: '1h', f: ['device:eq:mobile'], t: 4, tab: 'errors', sort: 'x' })).toEqual({
    range: '1h',
    f: ['device:eq:mobile'],
  });
});
