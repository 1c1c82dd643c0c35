import { expect, test } from 'vitest';
import { offersFor } from '../src/sessions/searchOffers';

const values = (...found: string[]) => found.map((value) => ({ value, count: 1 }));

test('a person or a place that was searched for as words is offered as a filter', () => {
  const offers = offersFor('Germany', { country: values('FR', 'DE'), city: values('Germanyville') });
  expect(offers.map(({ what, shown }) => `${what} ${shown}`)).toEqual(['country Germany', 'city Germanyville']);
  expect(offers[0]?.filter).toEqual({ field: 'country', op: 'eq', values: ['DE'] });
  expect(offersFor('ada@example.com', { userId: values('ada@example.com') })[0]?.what).toBe('user');
});

test('what is called otherwise is not offered, nor while nothing is known', () => {
  expect(offersFor('checkout', { country: values('DE'), userId: values('u1'), city: undefined })).toEqual([]);
});
