import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** The measure is the file as served, by the program `gzip -9`: Node's own zlib makes other bytes, at times one per cent fewer. */
const LIMIT = 15_500;
const LAZY_LIMIT = 4_000;

const dist = new URL('dist/', import.meta.url);
const size = async (name) => execFileSync('gzip', ['-9', '-c'], { input: await readFile(new URL(name, dist)) }).length;
const names = (await readdir(dist)).filter((name) => name.endsWith('.js'));
let lazy = 0;
for (const name of names.sort()) {
  const bytes = await size(name);
  if (name !== 'claymore.js') lazy += bytes;
  console.log(`${String(bytes).padStart(6)} bytes gzip  ${name}`);
}
const script = await size('claymore.js');
console.log(`${String(script).padStart(6)} of ${LIMIT}: the script; ${lazy} of ${LAZY_LIMIT}: the parts it loads by itself`);
if (script >= LIMIT || lazy >= LAZY_LIMIT) {
  console.error('too large');
  process.exitCode = 1;
}
