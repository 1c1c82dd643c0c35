import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { build } from 'esbuild';

const entry = new URL('../dist/npm/index.js', import.meta.url);

test('on a server the functions are there, do nothing and do not throw', async () => {
  const sdk = await import(entry);
  assert.equal(sdk.init({ key: 'wk_x', endpoint: 'https://example.com' }), undefined);
  sdk.track('Ordered', { value: 1 });
  sdk.identify('u1');
  sdk.captureError(new Error('x'));
  assert.equal(sdk.sessionId(), '');
  assert.equal(sdk.replayUrl(), '');
});

test('every entry of the package has its code and its types', async () => {
  const { exports } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  for (const { types, default: code } of Object.values(exports)) {
    for (const path of [types, code]) assert.ok((await readFile(new URL('../' + path, import.meta.url), 'utf8')).length > 0);
  }
});

test('a bundle that imports nothing of it contains nothing of it', async () => {
  const { outputFiles } = await build({
    stdin: { contents: `import '@claymore/browser'; console.log(1)`, resolveDir: new URL('..', import.meta.url).pathname },
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  assert.ok(outputFiles[0].text.length < 200, outputFiles[0].text.slice(0, 400));
});
