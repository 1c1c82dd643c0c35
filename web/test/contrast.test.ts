import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const CSS = readFileSync(new URL('../src/theme/tokens.css', import.meta.url), 'utf8');
const TEXTS = ['--text', '--muted', '--faint', '--accent-text', '--error', '--friction', '--good'];
const GROUNDS = ['--ground', '--surface', '--raised', '--sunken', '--hover', '--selected'];

/** Contrast as WCAG 2.2 defines it (1.4.3): text of this size needs 4.5. */
describe.each(['light', 'dark'])('%s colours', (scheme) => {
  const tokens = tokensOf(scheme);
  test.each(TEXTS)('%s can be read on every ground', (text) => {
    for (const ground of GROUNDS) {
      const ratio = contrast(tokens.get(text) ?? '', tokens.get(ground) ?? '');
      expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('the accent carries its text', () => {
    expect(contrast('#3457d5', tokens.get('--on-accent') ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

function tokensOf(scheme: string): Map<string, string> {
  const block = CSS.slice(CSS.indexOf(`color-scheme="${scheme}"`));
  const body = block.slice(0, block.indexOf('}'));
  return new Map([...body.matchAll(/(--[\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name ?? '', value ?? '']));
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
