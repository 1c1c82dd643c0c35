import { describe, expect, test } from 'vitest';
import { rowsTarget } from '../src/ask/answerTarget';
import { editedQuery } from '../src/ask/askQuestion';
import { appended, spliced, undated } from '../src/ask/ChipList';
import { howMany } from '../src/ask/SessionsBehind';
import { serverEvents } from '../src/ask/serverEvents';
import { moved } from '../src/dashboard/Dashboards';
import { parseBehind } from '../src/state/behind';

const chunked = (...parts: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });

async function all(body: ReadableStream<Uint8Array>) {
  const events = [];
  for await (const event of serverEvents(body)) events.push(event);
  return events;
}

describe('server-sent events', () => {
  test('come whole, wherever the network cuts them', async () => {
    const events = await all(chunked('event: te', 'xt\ndata: {"text":', '"ä"}\n', '\nevent: done\ndata: 1\r\n\r\n'));
    expect(events).toEqual([
      { event: 'text', data: '{"text":"ä"}' },
      { event: 'done', data: '1' },
    ]);
  });

  test('without data, and half of one at the end, are none', async () => {
    expect(await all(chunked(': still here\n\nevent: x\n\ndata: a\ndata: b\n\ndata: half'))).toEqual([
      { event: 'message', data: 'a\nb' },
    ]);
  });
});

describe('a part of a question', () => {
  const question = 'errors by page in Berlin last week';
  const at = (words: string) => ({ from: question.indexOf(words), to: question.indexOf(words) + words.length });

  test('is put in other words', () => {
    expect(spliced(question, at('Berlin'), 'Paris')).toBe('errors by page in Paris last week');
  });

  test('is taken out with the word that led to it', () => {
    expect(spliced(question, at('Berlin'), '')).toBe('errors by page last week');
    expect(spliced(question, at('page'), '')).toBe('errors in Berlin last week');
  });

  test('that is a time is changed without the dates it was taken for', () => {
    expect(undated('last 7 days (22 Nov – 29 Nov 09:41)')).toBe('last 7 days');
    expect(undated('ever')).toBe('ever');
  });

  test('that nobody said is said at the end', () => {
    expect(appended('how many signups? ', 'last month')).toBe('how many signups, last month?');
    expect(appended('signups by day', 'in May')).toBe('signups by day, in May');
  });
});

test('a turn is a query when it is one JSON object, and words otherwise', () => {
  expect(editedQuery('{"kind":"sessions"}')).toEqual({ kind: 'sessions' });
  expect(editedQuery('{kind}')).toBeUndefined();
  expect(editedQuery('how many sessions')).toBeUndefined();
});

test('a tile moves by places and stays on the dashboard', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 5)).toEqual(['a', 'b', 'c']);
});

describe('the sessions behind an answer', () => {
  const at = (minutes: number[]) =>
    minutes.map((minute) => ({ timestamp: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString() }));
  const downwards = Array.from({ length: 50 }, (_, i) => 99 - i);

  test('are called the latest only where they are', () => {
    expect(howMany(at(downwards), undefined)).toBe('the latest 50');
    expect(howMany(at([...downwards].reverse()), undefined)).toBe('the first 50');
    expect(howMany(at(downwards.with(3, 0)), undefined)).toBe('the first 50');
  });

  test('are counted where there are no more, or where it is known how many', () => {
    expect(howMany(at([3, 1]), undefined)).toBe('2');
    expect(howMany(at(downwards), 1_234)).toBe('50 of 1,234');
  });
});

describe('a row of an answer', () => {
  const column = (name: string, role: string) => ({ name, type: '', unit: '', role });
  const columns = [column('country', 'dimension'), column('sessions', 'metric'), column('errors', 'metric')] as never;
  const query = { kind: 'metrics', from: '2026-11-16T00:00:00Z', to: '2026-11-23T00:00:00Z', timezone: 'UTC' };
  const understanding = { title: 'Sessions', shape: 'ranking', chips: [], confidence: 1, query } as never;

  test('opens the sessions of its number in the time that was asked about', () => {
    const open = rowsTarget({ projectId: 'shop', understanding }, columns);
    const target = open?.(['DE', 7, 2], 'errors');
    expect(target?.to).toBe('/p/$projectId/sessions');
    expect(target?.search?.from).toBe('2026-11-16T00:00:00.000Z');
    expect(target?.search?.to).toBe('2026-11-23T00:00:00.000Z');
    const behind = parseBehind(target?.search?.b);
    expect(behind?.title).toBe('Sessions: Germany');
    expect(behind?.cell).toEqual({ row: { country: 'DE', sessions: 7, errors: 2 }, column: 'errors' });
  });

  test('opens those of its first number by its name, and none where there are none', () => {
    const open = rowsTarget({ projectId: 'shop', understanding }, columns);
    expect(parseBehind(open?.(['', 7, 2], 'country')?.search?.b)?.cell.column).toBe('sessions');
    expect(open?.(['DE', 0, null], 'sessions')).toBeUndefined();
    expect(open?.(['DE', 7, null], 'errors')).toBeUndefined();
  });

  test('opens nothing where the query is not known', () => {
    expect(rowsTarget({ projectId: 'shop', understanding: undefined }, columns)).toBeUndefined();
  });
});
