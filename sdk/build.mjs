import { build } from 'esbuild';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { minify } from 'terser';

const here = new URL('.', import.meta.url).pathname;

/**
 * Members of our own classes and interfaces, which get short names in the script. No name may be one of the DOM, of
 * the wire format, of rrweb's events, or of an option.
 */
const INTERNAL = (
  'mirror serializer undo guard flags generation forget restart describe shadowOf wasRuled textOf inputText openMode masksInput ' +
  'flagsAbove custom closedRoot styleChanged meant gone rooted pressed froze wake spent slice_ held until soon sync onLeave ' +
  'core person tab saveTab setTags expired memoryOnly openStore answered sampled consider privacy observeFields ' +
  'observeSetters checkRules adopt leave resume note begun trace again batch change'
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
for (const part of ['vitals', 'queue']) await script(`src/lazy/${part}.ts`, `claymore-${part}.js`, 'esm');
