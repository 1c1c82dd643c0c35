import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { useAct } from '../src/api/useAct';
import { useSure } from '../src/ui/useSure';

function Probe({ run }: { run: () => void }) {
  run();
  return null;
}

/** What a hook answers in its first render, which is what a click meets before the next. */
function first<T>(hook: () => T): T {
  let answer: T | undefined;
  const run = () => {
    answer = hook();
  };
  renderToString(createElement(QueryClientProvider, { client: new QueryClient() }, createElement(Probe, { run })));
  return answer as T;
}

test('two quick clicks send a change once, and a later one sends it again', async () => {
  const sent: (() => void)[] = [];
  const { mutate } = first(() => useAct({ mutationFn: () => new Promise<void>((resolve) => sent.push(resolve)) }));
  mutate();
  mutate();
  await new Promise((resolve) => setTimeout(resolve));
  expect(sent.length).toBe(1);
  sent[0]?.();
  await new Promise((resolve) => setTimeout(resolve));
  mutate();
  await new Promise((resolve) => setTimeout(resolve));
  expect(sent.length).toBe(2);
});

test('what cannot be undone is asked about first', () => {
  let done = 0;
  const { asked, onClick } = first(() => useSure(() => done++));
  onClick({ detail: 1 });
  expect([asked, done]).toEqual([false, 0]);
});
