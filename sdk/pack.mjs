import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { byDeclaration, SHORT } from './names.mjs';
import { bestPacking, script } from './script.mjs';

/**
 * Looks for the order of declarations and for the names in them that gzip packs best, and writes both to `packing.txt`:
 * changes a little and keeps what is not worse. `node pack.mjs [seconds] [seed]`, after larger changes of the sources.
 */
const SECONDS = Number(process.argv[2] || 240);
let seed = Number(process.argv[3] || 1);
const random = (below) => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (seed >> 8) % below;
};

const { bound, names, before, after } = await script('src/script.ts', 'iife', await bestPacking());
const { code, all, places, pieces, taken } = bound;
const short = SHORT.filter((name) => !taken.has(name));

/** Text and the places of names in turns, from one position to another. */
function turns(from, to) {
  const parts = [];
  for (const { start, end, index, property } of places.filter((each) => each.start >= from && each.end <= to)) {
    parts.push(code.slice(from, start), { index, property });
    from = end;
  }
  return [...parts, code.slice(from, to)];
}
const written = (parts) => {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : (part.property === names[part.index] + ':' ? '' : part.property) + names[part.index];
  return text;
};
// The first statement has all that may stand anywhere.
const [first] = ts.createSourceFile('a.js', code, ts.ScriptTarget.ES2022, true).statements;
let order = first.declarationList.declarations.map((each) => turns(each.getStart(), each.end));
const rest = turns(first.end, code.length);
const size = () => gzipSync(`${before}var ${order.map(written).join()};${written(rest)}${after}`, { level: 9 }).length;

let least = size();
console.log(`${least} bytes before`);

/** Gives a binding a name; those that cannot have it beside it get the one that is free now, and so on. Answers what to undo. */
function rename(index, name) {
  const old = names[index];
  const undo = new Map();
  const todo = [[index, name]];
  while (todo.length) {
    const [each, its] = todo.pop();
    if (names[each] === its) continue;
    undo.set(each, names[each]);
    names[each] = its;
    for (const other of all[each].others) if (names[other] === its) todo.push([other, its === name ? old : name]);
  }
  return undo;
}

/** Places by the text before and after them: what stands alike elsewhere is worth trying here. */
const alike = new Map();
const contexts = places.map((_, i) => [pieces[i].slice(-4) + ' ', ' ' + pieces[i + 1].slice(0, 4)]);
contexts.forEach((both, i) => both.forEach((context) => alike.set(context, [...(alike.get(context) || []), i])));

/** A binding and a name for it. */
function idea() {
  const place = random(places.length);
  const { index } = places[place];
  if (!random(4)) return [index, short[random(ts.isSourceFile(all[index].scope) ? short.length >> random(6) : 40 >> random(3))]];
  const others = alike.get(contexts[place][random(2)]);
  return [index, names[places[others[random(others.length)]].index]];
}

let trials = 0;
for (const until = Date.now() + SECONDS * 1_000; Date.now() < until; trials++) {
  let undo;
  if (random(6)) {
    const changed = rename(...idea());
    if (!changed.size) continue;
    undo = () => changed.forEach((name, each) => (names[each] = name));
  } else {
    const last = order;
    order = [...last];
    const moved = order.splice(random(order.length), 1 + random(4));
    order.splice(random(order.length + 1), 0, ...moved);
    undo = () => (order = last);
  }
  const bytes = size();
  if (bytes > least) undo();
  else least = bytes;
}

const lists = byDeclaration(bound);
const inOrder = order.map(([, { index }]) => all[index].name);
const lines = [...new Set([...inOrder, ...lists.keys()])].map((declaration) => [declaration, ...lists.get(declaration).map((index) => names[index])].join(' '));
await writeFile(new URL('packing.txt', import.meta.url), lines.join('\n') + '\n');
console.log(`${least} bytes after ${trials} trials`);
