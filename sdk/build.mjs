import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { minify } from 'terser';

const here = new URL('.', import.meta.url).pathname;

/**
 * Members of our own classes and interfaces, which get short names in the script. No name may be one of the DOM, of
 * the wire format, of rrweb's events, or of an option.
 */
const INTERNAL = (
  'mirror serializer undo guard flags generation forget restart describe shadowOf wasRuled textOf inputText openMode masksInput ' +
  'flagsAbove custom closedRoot styleChanged meant gone rooted pressed froze wake spent slice_ held until soon sync onLeave ' +
  'calls core person tab saveTab setTags expired memoryOnly openStore answered sampled consider privacy observeFields ' +
  'observeSetters checkRules adopt leave resume note begun trace again batch'
).split(' ');

const SMALL = { compress: { passes: 3, ecma: 2020, unsafe_arrows: true, pure_getters: true }, mangle: true, format: { ecma: 2020, comments: false } };

await rm(here + 'dist', { recursive: true, force: true });
await mkdir(here + 'dist', { recursive: true });

const common = { absWorkingDir: here, bundle: true, target: 'es2020', logLevel: 'warning', legalComments: 'none' };
const mangleProps = new RegExp(`^(${INTERNAL.join('|')})$`);
let mangleCache = {};

/** One file of the script tag: bundled, then made small. The parts share the short names. */
async function script(entry, name, format) {
  const built = await build({ ...common, entryPoints: [entry], format, mangleProps, mangleCache, minify: true, write: false });
  mangleCache = built.mangleCache;
  const { code } = await minify(built.outputFiles[0].text, { ...SMALL, module: format === 'esm' });
  await writeFile(`${here}dist/${name}`, code);
}

await script('src/script.ts', 'claymore.js', 'iife');
for (const part of ['canvas', 'capture', 'queue']) await script(`src/lazy/${part}.ts`, `claymore-${part}.js`, 'esm');

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
