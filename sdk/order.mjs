import { readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { arranged, bestOrder, declarations, script } from './script.mjs';

/**
 * Looks for the order of declarations that gzip packs best and writes it to `order.txt`: moves some of them somewhere else
 * and keeps what is not worse. `node order.mjs [trials]`, after larger changes of the sources.
 */
const TRIALS = Number(process.argv[2] || 6_000);
const file = new URL('order.txt', import.meta.url);
const before = await readFile(file, 'utf8').then(bestOrder, () => ['none']);

// The same declarations twice, with long and with short names: what is tried is what is served.
const { code, readable, offset } = await script('src/script.ts', 'iife', before);
const long = declarations(readable);
const short = declarations(code.slice(offset, -5));
const size = (list) => gzipSync(`(()=>{${arranged({ anywhere: list, rest: short.rest }, [])}})();`, { level: 9 }).length;

let seed = Number(process.argv[3] || 1);
const random = (below) => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (seed >> 8) % below;
};
let best = short.anywhere.map(([, text], i) => [long.anywhere[i][0], text]);
let least = size(best);
console.log(`${least} bytes before`);
for (let i = 0; i < TRIALS; i++) {
  const tried = [...best];
  const moved = tried.splice(random(tried.length), 1 + random(4));
  tried.splice(random(tried.length + 1), 0, ...moved);
  const bytes = size(tried);
  if (bytes <= least) [best, least] = [tried, bytes];
}
const names = best.map(([name]) => name);
let text = '';
for (let line = ''; names.length || line; ) {
  const next = names.shift();
  if (next && line.length + next.length < 118) line += (line && ' ') + next;
  else {
    text += line + '\n';
    line = next || '';
  }
}
await writeFile(file, text);
console.log(`${least} bytes after ${TRIALS} trials`);
