import { expect, test } from 'vitest';
import { JsonArraySplitter } from '../src/session/player/jsonArray';

const EVENTS = [
  { type: 4, data: { href: 'https://a.example/?q=[{"x"}]', width: 1 }, timestamp: 1 },
  { type: 2, data: { node: { childNodes: [{ text: 'a "quoted" \\ back\\"slash }{][ ' }], id: 1 } }, timestamp: 2 },
  { type: 3, data: { text: 'ünïcödé 🙂 \u2028' }, timestamp: 3 },
];

test('an array is taken apart however it is cut into chunks', () => {
  const text = JSON.stringify(EVENTS, null, 1);
  for (const size of [1, 2, 3, 7, 64, text.length]) {
    const splitter = new JsonArraySplitter();
    const elements: unknown[] = [];
    for (let at = 0; at < text.length; at += size) {
      elements.push(...splitter.push(text.slice(at, at + size)).map((element) => JSON.parse(element)));
    }
    expect(elements).toEqual(EVENTS);
  }
});

test('an element is handed on with its last character', () => {
  const splitter = new JsonArraySplitter();
  expect(splitter.push('[{"a":1}')).toEqual(['{"a":1}']);
  expect(splitter.push(',{"b":')).toEqual([]);
  expect(splitter.push('2},{}]')).toEqual(['{"b":2}', '{}']);
});

test('an empty array has no elements', () => {
  expect(new JsonArraySplitter().push(' [ ] ')).toEqual([]);
});
