import { expect, test } from 'vitest';
import { ApiError } from '../src/api/client';
import { refusal, sameReceiver } from '../src/project/modelFields';

const refused = (message: string, status = 400) => refusal(new ApiError(status, 'invalid_field', message, false));

test('what the server refuses stands at its field, by the name it has in the form', () => {
  expect(refused('baseUrl must be an http:// or https:// address with a host')).toEqual({
    field: 'baseUrl',
    message: 'Base URL must be an http:// or https:// address with a host',
  });
  expect(refused('"model" is missing.')).toEqual({ field: 'model', message: 'Model is missing.' });
  expect(refused('"timeoutSeconds" must be a whole number from 1 to 300, got 0.')?.field).toBe('timeoutSeconds');
});

test('what is of no field is said as it is', () => {
  expect(refusal(null)).toBeUndefined();
  expect(refused('The server did not answer.', 0)).toEqual({ message: 'The server did not answer.' });
  expect(refused('model must be a name', 503)).toEqual({ message: 'model must be a name' });
  expect(refused('toString is no field of the form.')).toEqual({ message: 'toString is no field of the form.' });
});

test('a key stays where it is sent to the same provider, scheme, host and port', () => {
  const local = { provider: 'openai' as const, baseUrl: 'http://127.0.0.1:11434/v1' };
  const same = (baseUrl: string, provider: 'openai' | 'anthropic' = 'openai') =>
    sameReceiver(local, { provider, baseUrl });
  expect(same('http://127.0.0.1:11434/v2')).toBe(true);
  expect(same('HTTP://127.0.0.1:11434')).toBe(true);
  expect(same('https://127.0.0.1:11434/v1')).toBe(false);
  expect(same('http://127.0.0.1:11435/v1')).toBe(false);
  expect(same('http://127.0.0.1:11434/v1', 'anthropic')).toBe(false);
  expect(same('')).toBe(false);
  expect(
    sameReceiver({ ...local, baseUrl: 'https://ai.example' }, { ...local, baseUrl: 'https://ai.example:443/v1' }),
  ).toBe(true);
});
