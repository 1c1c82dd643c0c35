import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { minify } from 'terser';
import ts from 'typescript';
import { bindings, byDeclaration, completed, named } from './names.mjs';

const here = new URL('.', import.meta.url).pathname;

/** What every build of the sources begins with. */
export const common = { absWorkingDir: here, bundle: true, target: 'es2020', logLevel: 'warning', legalComments: 'none' };

/** Members of objects that our files hand to each other, which no page, server or player ever sees: they get short names. */
const OWN_MEMBERS = /^(emit|onActivity|onError|checkpoint|spent|known|guard|everyMs|flags|styled|under|sent|doc|unlisten|onLeave|selectorOf|cleanUrl)$/;
/** The short names, the same in all files. */
let mangleCache = {};

/** What is not switched on here makes the text shorter and the gzip larger. */
const COMPRESS = {
  passes: 4,
  ecma: 2020,
  arrows: false,
  booleans: false,
  hoist_funs: true,
  keep_fargs: false,
  lhs_constants: false,
  pure_getters: true,
  sequences: false,
  unsafe_arrows: true,
  unsafe_comps: true,
  unsafe_methods: true,
};
const FORMAT = { ecma: 2020, comments: false };

/**
 * One file of the script tag: bundled, then made small. A classic script is a module in a function of its own. With a packing its
 * declarations have the order and the names given there; without one the source map is true.
 */
export async function script(entry, format, packing) {
  const built = await build({ ...common, entryPoints: [entry], format: 'esm', minifySyntax: true, mangleProps: OWN_MEMBERS, mangleCache, sourcemap: 'external', outfile: 'out.js', write: false });
  mangleCache = built.mangleCache;
  const [map, text] = built.outputFiles.map((file) => file.text);
  const compressed = await minify(text, { compress: COMPRESS, mangle: false, module: true, format: FORMAT, sourceMap: { content: map } });
  const [before, after] = format === 'iife' ? ['(()=>{', '})();'] : ['', ''];
  if (packing) {
    const { code } = await minify(arranged(declarations(compressed.code), [...packing.keys()]), { compress: false, mangle: false, module: true, format: FORMAT });
    const bound = bindings(code);
    const names = completed(bound, wanted(bound, packing));
    return { code: before + named(bound, names) + after, bound, names, before, after };
  }
  const small = await minify(compressed.code, { compress: false, mangle: true, module: true, format: FORMAT, sourceMap: { content: compressed.map } });
  return { code: before + small.code + after, map: JSON.parse(small.map), offset: before.length };
}

/** The order of declarations and the names in each that gzip packs best, as `pack.mjs` has found them. */
export async function bestPacking() {
  const lines = (await readFile(here + 'packing.txt', 'utf8')).split('\n').filter(Boolean);
  return new Map(lines.map((line) => line.split(' ')).map(([declaration, ...names]) => [declaration, names]));
}

/** A declaration that has another number of names than it had keeps its own alone. */
function wanted(bound, packing) {
  const names = [];
  for (const [declaration, indices] of byDeclaration(bound)) {
    const given = packing.get(declaration) || [];
    if (given.length === indices.length) indices.forEach((index, i) => (names[index] = given[i]));
    else names[indices[0]] = given[0];
  }
  return names;
}

/**
 * What stands at the top of a module: the declarations that may stand anywhere (functions, and variables whose value is a function or
 * a literal, which nothing has to be evaluated for), and the rest, which stays behind them as it is.
 */
export function declarations(code) {
  const { ArrowFunction, NumericLiteral, StringLiteral, RegularExpressionLiteral, PrefixUnaryExpression, TrueKeyword, FalseKeyword } = ts.SyntaxKind;
  const free = [undefined, ArrowFunction, NumericLiteral, StringLiteral, RegularExpressionLiteral, PrefixUnaryExpression, TrueKeyword, FalseKeyword];
  const anywhere = [];
  let rest = '';
  for (const statement of ts.createSourceFile('a.js', code, ts.ScriptTarget.ES2022, true).statements) {
    if (ts.isFunctionDeclaration(statement)) anywhere.push([statement.name.text, `${statement.name.text}=${arrow(statement)}`]);
    else if (ts.isVariableStatement(statement)) {
      const bound = [];
      for (const each of statement.declarationList.declarations) {
        if (ts.isIdentifier(each.name) && free.includes(each.initializer?.kind)) anywhere.push([each.name.text, each.getText()]);
        else bound.push(each.getText());
      }
      if (bound.length) rest += `var ${bound.join(',')};`;
    } else rest += statement.getText();
  }
  return { anywhere, rest };
}

/** A function as an arrow function: one kind of function packs better than two. */
function arrow({ parameters, body, modifiers }) {
  const text = `${modifiers?.length ? 'async' : ''}(${parameters.map((each) => each.getText()).join(',')})=>`;
  const [only, more] = body.statements;
  if (only && !more && ts.isReturnStatement(only) && only.expression) return `${text}(${only.expression.getText()})`;
  return text + body.getText();
}

export function arranged({ anywhere, rest }, order) {
  const place = new Map(order.map((name, i) => [name, i]));
  const sorted = [...anywhere].sort(([a], [b]) => (place.get(a) ?? order.length) - (place.get(b) ?? order.length)).map(([, text]) => text);
  return `var ${sorted.join(',')};${rest}`;
}
