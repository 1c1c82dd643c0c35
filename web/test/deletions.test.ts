import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Deletion } from '../src/api/types';
import { deletePerson, reached, STEPS } from '../src/project/deletions';

const deletion = (sessions: number, state: Deletion['state'] = 'hidden'): Deletion => ({
  deletionId: crypto.randomUUID(),
  subject: 'person',
  sessions,
  rows: sessions,
  requestedAt: '2026-01-01T00:00:00Z',
  state,
  erasedAt: null,
});

test('several deletions have reached what the last of them has', () => {
  const name = (...states: Deletion['state'][]) => STEPS[reached(states.map((state) => deletion(1, state)))]?.name;
  expect(name('erased', 'hidden')).toBe('Hidden');
  expect(name('erased', 'erasing')).toBe('Being erased');
  expect(name('erased')).toBe('Erased');
});

describe('a person is deleted', () => {
  const answers: Response[] = [];
  const asked: string[] = [];

  beforeEach(() => {
    answers.length = asked.length = 0;
    vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
      asked.push(`${method} ${path}`);
      return answers.shift();
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const accepted = (sessions: number) => answers.push(Response.json(deletion(sessions), { status: 202 }));
  const refused = (status: number, message: string) =>
    answers.push(Response.json({ error: { code: 'no', message, retryable: false } }, { status }));
  const sessions = async () => (await deletePerson('shop', 'ada&co')).map((one) => one.sessions);

  test('at once, under their own id', async () => {
    accepted(3);
    expect(await sessions()).toEqual([3]);
    expect(asked).toEqual(['DELETE /api/projects/shop/people?person=ada%26co']);
  });

  test('in several goes, when there are more sessions than go at once', async () => {
    accepted(20_000);
    accepted(20_000);
    accepted(7);
    expect(await sessions()).toEqual([20_000, 20_000, 7]);
  });

  test('also where nothing is left for the last', async () => {
    accepted(20_000);
    refused(404, 'There is no session of this person.');
    expect(await sessions()).toEqual([20_000]);
  });

  test('or not, and the server says why', async () => {
    refused(404, 'There is no session of this person.');
    await expect(sessions()).rejects.toThrow('no session');
    accepted(20_000);
    refused(503, 'The database is away.');
    await expect(sessions()).rejects.toThrow('away');
  });
});
