import { expect, test } from 'vitest';
import { parseHeaders } from '../src/project/headers';

test('a header is its name, a colon and its value, which may have colons', () => {
  expect(parseHeaders('Authorization: Basic a:b==\n\n X-Tenant :shop ')).toEqual({
    Authorization: 'Basic a:b==',
    'X-Tenant': 'shop',
  });
});

test('a line without a name is refused without repeating all of it', () => {
  expect(() => parseHeaders('Bearer 0123456789-0123456789-secret')).toThrow('Name: value');
  expect(() => parseHeaders('Bearer 0123456789-0123456789-secret')).not.toThrow('secret');
});
