import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const HERE = new URL('.', import.meta.url).pathname;
const cache = new Map();

/** A script that sets `window[name]` to the exports of `source`, bundled once. */
export function bundle(name, source, folder = HERE) {
  const key = name + source;
  if (!cache.has(key)) {
    cache.set(
      key,
      build({
        stdin: { contents: source, resolveDir: folder, loader: 'ts' },
        bundle: true,
        write: false,
        format: 'iife',
        globalName: name,
        target: 'es2020',
        logLevel: 'error',
        footer: { js: `globalThis.${name} = ${name};` },
      }).then((result) => result.outputFiles[0].text),
    );
  }
  return cache.get(key);
}

export const pageScript = () => bundle('__claymorePage', "export * from './page/observe.js'; export * from './page/storm.js'; export * from './page/bursts.js';");

/** rrweb's player, and what the UI adds to it. */
export const playerScript = () => bundle('__player', "export { Replayer } from '@rrweb/replay'; export { STEADY_RULES, steady } from '../../web/src/session/player/steady.ts';");

export const recorderEntry = () => process.env.RECORDER_ENTRY || new URL('../../sdk/src/recorder/index.ts', import.meta.url).pathname;

/** Our entry is the recorder's own source: the built file has analytics and transport around it. */
export function recorderScript(recorder) {
  if (recorder === 'rrweb') return bundle('__recorder', "export { record } from '@rrweb/record';");
  const entry = recorderEntry();
  if (!existsSync(entry)) throw new Error(`no recorder at ${entry}: build or name another by RECORDER_ENTRY`);
  return bundle('__recorder', `export * from ${JSON.stringify(entry)};`);
}

/** The front-end framework apps of `apps/`, each bundled with its framework. */
export function application(name) {
  if (!/^[a-z]+$/.test(name)) throw new Error('no such app: ' + name);
  const key = 'app ' + name;
  if (!cache.has(key)) {
    const entry = ['jsx', 'js', 'ts', 'svelte'].map((ending) => `${HERE}apps/${name}.${ending}`).find(existsSync);
    cache.set(
      key,
      build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        format: 'iife',
        target: 'es2022',
        minify: true,
        logLevel: 'error',
        jsx: 'automatic',
        jsxImportSource: name === 'preact' ? 'preact' : 'react',
        define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
        conditions: ['browser'],
        tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
        plugins: [svelte],
      }).then((result) => result.outputFiles[0].text),
    );
  }
  return cache.get(key);
}

const svelte = {
  name: 'svelte',
  setup(build) {
    build.onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = await import('svelte/compiler');
      const source = await readFile(path, 'utf8');
      return { contents: compile(source, { filename: path, css: 'injected' }).js.code + '\nimport { mount as __mount } from "svelte"; ', loader: 'js' };
    });
  },
};
