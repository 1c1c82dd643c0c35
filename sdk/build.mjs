import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bestPacking, common, script } from './script.mjs';

const here = new URL('.', import.meta.url).pathname;

await rm(here + 'dist', { recursive: true, force: true });
await mkdir(here + 'dist', { recursive: true });

await writeFile(here + 'dist/claymore.js', (await script('src/script.ts', 'iife', await bestPacking())).code);
for (const part of ['canvas', 'frames', 'queue', 'vitals']) await writeFile(`${here}dist/claymore-${part}.js`, (await script(`src/lazy/${part}.ts`, 'esm')).code);

// The npm package: modules with readable names, the same parts loaded by `import()`, types beside them.
await build({
  ...common,
  entryPoints: ['index', 'react', 'next', 'vue'].map((name) => `src/${name}.ts`),
  outdir: 'dist/npm',
  format: 'esm',
  splitting: true,
  external: ['react'],
  minifySyntax: true,
});
// Bundling drops the directive that keeps the wrapper out of server components.
const next = `${here}dist/npm/next.js`;
await writeFile(next, `'use client';\n${await readFile(next, 'utf8')}`);
execFileSync(process.execPath, [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', here, '--declaration', '--emitDeclarationOnly', '--outDir', `${here}dist/npm`], { stdio: 'inherit' });

const { version } = JSON.parse(await readFile(`${here}package.json`, 'utf8'));
if (!(await readFile(`${here}src/version.ts`, 'utf8')).includes(`'${version}'`)) throw new Error(`src/version.ts must say ${version}, as package.json does`);
