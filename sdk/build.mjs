import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

// Resolved as Node does it, a path in types has to name its file.
for (const file of (await readdir(`${here}dist/npm`, { recursive: true })).filter((name) => name.endsWith('.d.ts'))) {
  const path = `${here}dist/npm/${file}`;
  const named = (whole, before, to) => `${before}${to}${existsSync(new URL(`${to}.d.ts`, `file://${path}`)) ? '' : '/index'}.js'`.replace(/'$/, whole.at(-1));
  await writeFile(path, (await readFile(path, 'utf8')).replace(/((?:from |import\()["'])(\.{1,2}(?:\/[^"']*)?)["']/g, named));
}

const { version } = JSON.parse(await readFile(`${here}package.json`, 'utf8'));
if (!(await readFile(`${here}src/version.ts`, 'utf8')).includes(`'${version}'`)) throw new Error(`src/version.ts must say ${version}, as package.json does`);
