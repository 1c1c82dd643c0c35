import { expect, test } from 'vitest';
import { ApiError } from '../src/api/client';
import { inSentence } from '../src/format/words';
import { isAway } from '../src/ui/States';

test.each([
  ['Country', 'country'],
  ['Entry page', 'entry page'],
  ['UTM campaign', 'UTM campaign'],
  ['SQL', 'SQL'],
  ['plan', 'plan'],
])('%s is %s within a sentence', (label, said) => expect(inSentence(label)).toBe(said));

test('a server that is away fails every question alike, a refusal one', () => {
  const away = (status: number) => isAway(new ApiError(status, 'x', 'x', true));
  expect([0, 502, 503, 400, 404, 500].map(away)).toEqual([true, true, true, false, false, false]);
});
