import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { minify } from 'terser';
import ts from 'typescript';

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
 * One file of the script tag: bundled, then made small. A classic script is a module in a function of its own, with its
 * declarations in the given order, or in that of the sources, which alone keeps the source map true.
 */
export async function script(entry, format, order = []) {
  const built = await build({ ...common, entryPoints: [entry], format: 'esm', minifySyntax: true, mangleProps: OWN_MEMBERS, mangleCache, sourcemap: 'external', outfile: 'out.js', write: false });
  mangleCache = built.mangleCache;
  const [map, text] = built.outputFiles.map((file) => file.text);
  const compressed = await minify(text, { compress: COMPRESS, mangle: false, module: true, format: FORMAT, sourceMap: { content: map } });
  const code = order.length ? arranged(declarations(compressed.code), order) : compressed.code;
  const small = await minify(code, {
    compress: false,
    mangle: true,
    module: true,
    format: FORMAT,
    nameCache: await shortNames(code),
    sourceMap: { content: compressed.map },
  });
  const [before, after] = format === 'iife' ? ['(()=>{', '})();'] : ['', ''];
  return { code: before + small.code + after, map: JSON.parse(small.map), offset: before.length, readable: code };
}

/** The order in which gzip packs the declarations best, as `order.mjs` has found it. */
export const bestOrder = async () => (await readFile(here + 'order.txt', 'utf8')).split(/\s+/).filter(Boolean);

/** Names for what a module has at its top, the shortest for what is used most; left alone they go by place. */
async function shortNames(code) {
  const nameCache = {};
  await minify(code, { compress: false, mangle: true, module: true, nameCache });
  const uses = (key) => code.match(new RegExp(`(?<![.\\w$])${key.slice(1).replace(/\$/g, '\\$')}(?![\\w$])`, 'g'))?.length || 0;
  const letters = [...'etrnaoslicudpfhmgywvbSkTxEIRNOMCALjDqUz'];
  const names = [...letters, ...letters.flatMap((first) => letters.map((second) => first + second))].filter((name) => !/^(do|if|in|as|is|of)$/.test(name));
  const props = {};
  const used = Object.keys(nameCache.vars?.props || {}).map((key) => [key, uses(key)]);
  used.sort(([a, usesA], [b, usesB]) => usesB - usesA || (a < b ? -1 : 1)).forEach(([key], i) => (props[key] = names[i]));
  return { vars: { props }, props: { props: {} } };
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
