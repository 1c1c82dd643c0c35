import { afterEach, expect, test, vi } from 'vitest';
import { keepAnswer, keptAnswer } from '../src/insights/keptAnswers';
import { forgetData } from '../src/signin/signOut';
import { addPast, pastOf } from '../src/sql/history';
import { recall, remember } from '../src/state/remembered';

afterEach(() => vi.unstubAllGlobals());

test('who signs out leaves no answer and no statement behind, and keeps the looks of the pages', () => {
  const storage = Object.assign(Object.create(null), {}) as Record<string, string>;
  Object.defineProperties(storage, {
    getItem: { value: (key: string) => storage[key] ?? null },
    setItem: { value: (key: string, value: string) => Object.assign(storage, { [key]: value }) },
    removeItem: { value: (key: string) => delete storage[key] },
  });
  vi.stubGlobal('localStorage', storage);
  keepAnswer('q', { columns: [], rows: [], sql: '', stats: { elapsedMs: 0, rowsRead: 0, bytesRead: 0 } });
  addPast('shop', { sql: 'SELECT 1', at: 1 });
  remember('sql.draft.shop', 'SELECT 2');
  remember('rail', 'narrow');
  expect([keptAnswer('q')?.rows, pastOf('shop').length]).toEqual([[], 1]);
  forgetData();
  expect([keptAnswer('q'), pastOf('shop'), recall('sql.draft.shop')]).toEqual([undefined, [], undefined]);
  expect(recall('rail')).toBe('narrow');
});
