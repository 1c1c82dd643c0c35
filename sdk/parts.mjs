import { gzipSync, inflateRawSync } from 'node:zlib';
import { script } from './script.mjs';

/** What each source file, or with `--lines` each line, costs of the script: the bits that gzip spends on it. */
const { code, map, offset } = await script('src/script.ts', 'iife');
const bits = bitsOf(gzipSync(code, { level: 9 }));
const costs = new Map();
for (const [at, source, line] of owners(code.slice(offset), map)) {
  const key = process.argv.includes('--lines') ? `${source}:${line}` : source;
  costs.set(key, (costs.get(key) || 0) + bits[at + offset]);
}
for (const [name, cost] of [...costs].sort((a, b) => b[1] - a[1]).slice(0, Number(process.env.TOP || 60))) console.log(`${(cost / 8).toFixed(0).padStart(6)}  ${name}`);

/** For each byte of the output the source file and line it came from. */
function* owners(text, { mappings, sources }) {
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let [source, line] = [0, 0];
  let start = 0;
  const generated = text.split('\n');
  for (const [row, group] of mappings.split(';').entries()) {
    let column = 0;
    let owner = ['', 0];
    let done = 0;
    for (const segment of group.split(',').filter(Boolean)) {
      const numbers = [];
      for (let i = 0, shift = 0, value = 0; i < segment.length; i++) {
        const digit = DIGITS.indexOf(segment[i]);
        value += (digit & 31) << shift;
        shift += 5;
        if (digit & 32) continue;
        numbers.push(value & 1 ? -(value >> 1) : value >> 1);
        shift = value = 0;
      }
      column += numbers[0];
      for (; done < column; done++) yield [start + done, ...owner];
      if (numbers.length < 4) continue;
      source += numbers[1];
      line += numbers[2];
      owner = [sources[source], line + 1];
    }
    for (; done < (generated[row] || '').length; done++) yield [start + done, ...owner];
    start += (generated[row] || '').length + 1;
  }
}

/** Reads the bit stream of a gzip file (RFC 1951) and says for each byte of the text how many bits it took. */
function bitsOf(gzip) {
  const raw = gzip.subarray(10, -8);
  const cost = new Float64Array(inflateRawSync(raw).length + 1);
  const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  let position = 0;
  let out = 0;
  const bit = () => (raw[position >> 3] >> (position++ & 7)) & 1;
  const number = (count) => {
    let value = 0;
    for (let i = 0; i < count; i++) value |= bit() << i;
    return value;
  };
  const tree = (lengths) => {
    const codes = new Map();
    let code = 0;
    for (let length = 1; length < 16; length++, code <<= 1) lengths.forEach((each, symbol) => each === length && codes.set((1 << length) | code++, symbol));
    return () => {
      for (let code = 1; ; ) {
        code = (code << 1) | bit();
        if (codes.has(code)) return codes.get(code);
      }
    };
  };
  for (let last = 0; !last; ) {
    last = bit();
    if (number(2) !== 2) throw new Error('only dynamic blocks are read');
    const [literals, distances, count] = [number(5) + 257, number(5) + 1, number(4) + 4];
    const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    const own = Array(19).fill(0);
    for (let i = 0; i < count; i++) own[order[i]] = number(3);
    const length = tree(own);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = length();
      if (symbol < 16) lengths.push(symbol);
      else {
        const [value, times] = symbol === 16 ? [lengths.at(-1), 3 + number(2)] : symbol === 17 ? [0, 3 + number(3)] : [0, 11 + number(7)];
        for (let i = 0; i < times; i++) lengths.push(value);
      }
    }
    const literal = tree(lengths.slice(0, literals));
    const distance = tree(lengths.slice(literals));
    for (;;) {
      const begun = position;
      const symbol = literal();
      if (symbol === 256) break;
      if (symbol < 256) {
        cost[out++] = position - begun;
        continue;
      }
      const index = symbol - 257;
      const copied = LENGTHS[index] + number(index < 4 || index > 27 ? 0 : (index - 4) >> 2);
      const far = distance();
      number(far < 2 ? 0 : (far - 2) >> 1);
      for (let i = 0; i < copied; i++) cost[out++] = (position - begun) / copied;
    }
  }
  return cost;
}
