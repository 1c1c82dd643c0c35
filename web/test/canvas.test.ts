import { expect, test } from 'vitest';
import { CANVAS_RULES } from '../src/session/player/canvas';

test('the place of a canvas says that it is not shown, and leaves its size to the rules of the page', () => {
  const [size, sign] = CANVAS_RULES;
  // Without a weight of its own, whatever the page says of canvases is stronger.
  expect(size).toMatch(/^:where\(canvas\)/);
  expect(size).not.toContain('!important');
  const url = /url\("data:image\/svg\+xml,([^"]+)"\)/.exec(sign ?? '')?.[1];
  expect(decodeURIComponent(url ?? '')).toContain('Canvas, not shown');
});
