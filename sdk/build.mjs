import { build } from 'esbuild';
import { mkdir, rm } from 'node:fs/promises';

const here = new URL('.', import.meta.url).pathname;
await rm(here + 'dist', { recursive: true, force: true });
await mkdir(here + 'dist', { recursive: true });

const common = { absWorkingDir: here, bundle: true, target: 'es2020', logLevel: 'warning', legalComments: 'none' };

await build({ ...common, entryPoints: ['src/script.ts'], outfile: 'dist/claymore.js', format: 'iife', minify: true });
