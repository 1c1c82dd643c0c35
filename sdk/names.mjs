import ts from 'typescript';

const FILE = '/script.js';
const { BindingElement, ClassDeclaration, ClassExpression, FunctionDeclaration, FunctionExpression, Parameter, VariableDeclaration } = ts.SyntaxKind;
const BINDS = [BindingElement, ClassDeclaration, ClassExpression, FunctionDeclaration, FunctionExpression, Parameter, VariableDeclaration];
/** By how often they stand in the rest of the text. */
const LETTERS = [...'etrnaoslicudpfhmgywvbSkTxEIRNOMCALjDqUzBFGHJKPQVWXYZ_$'];
export const SHORT = [...LETTERS, ...LETTERS.flatMap((first) => LETTERS.map((second) => first + second))];

/**
 * What a script binds: of each name its scope, where it stands, and the indices of those that must be called
 * something else; beside them the text between the places. `taken` are the names nothing may get.
 */
export function bindings(code) {
  const file = ts.createSourceFile(FILE, code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const host = { ...ts.createCompilerHost({}), getSourceFile: (name) => (name === FILE ? file : undefined) };
  const checker = ts.createProgram([FILE], { allowJs: true, noLib: true, noResolve: true, target: ts.ScriptTarget.ES2022 }, host).getTypeChecker();
  const found = new Map();
  const places = [];
  const taken = new Set(['do', 'if', 'in', 'as', 'is', 'of']);
  const visit = (node) => {
    if (ts.isIdentifier(node) && names(node)) {
      const short = ts.isShorthandPropertyAssignment(node.parent) || (ts.isBindingElement(node.parent) && ts.isObjectBindingPattern(node.parent.parent) && !node.parent.propertyName && !node.parent.dotDotDotToken);
      const symbol = ts.isShorthandPropertyAssignment(node.parent) ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
      const declaration = symbol?.declarations?.find((each) => BINDS.includes(each.kind));
      if (!declaration) taken.add(node.text);
      else {
        if (!found.has(symbol)) found.set(symbol, { index: found.size, name: node.text, scope: scopeOf(declaration), at: [], others: new Set() });
        const binding = found.get(symbol);
        binding.at.push(node.pos);
        places.push({ start: node.getStart(), end: node.end, index: binding.index, property: short ? node.text + ':' : '', declares: declaration.name === node });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);

  const all = [...found.values()];
  for (const one of all) {
    for (const other of all.slice(0, one.index)) {
      const [outer, inner] = one.scope.pos <= other.scope.pos && one.scope.end >= other.scope.end ? [one, other] : [other, one];
      if (inner.scope !== outer.scope && !outer.at.some((position) => position >= inner.scope.pos && position < inner.scope.end)) continue;
      one.others.add(other.index);
      other.others.add(one.index);
    }
  }
  let end = 0;
  const pieces = places.map((place) => code.slice(end, ((end = place.end), place.start)));
  return { code, all, places, pieces: [...pieces, code.slice(end)], taken };
}

/** Whether an identifier is the name of a variable, and not that of a property. */
function names(node) {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  return !ts.isMetaProperty(parent) && (ts.isShorthandPropertyAssignment(parent) || parent.name !== node || ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isClassLike(parent) || (ts.isFunctionLike(parent) && !ts.isMethodDeclaration(parent) && !ts.isAccessor(parent)));
}

/** Where a name can be seen: `var` and parameters in their function, the others in their block; a function and its body are one. */
function scopeOf(declaration) {
  if (ts.isFunctionExpression(declaration) || ts.isClassExpression(declaration)) return declaration;
  let variable = declaration;
  while (ts.isBindingElement(variable)) variable = variable.parent.parent;
  const blocks = !ts.isParameter(variable) && !(ts.isVariableDeclaration(variable) && !(variable.parent.flags & ts.NodeFlags.BlockScoped) && !ts.isCatchClause(variable.parent));
  for (let at = declaration.parent; ; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isSourceFile(at) || (blocks && ts.isCatchClause(at))) return at;
    const whole = ts.isBlock(at) && (ts.isFunctionLike(at.parent) || ts.isCatchClause(at.parent));
    if (blocks && !whole && (ts.isBlock(at) || ts.isIterationStatement(at, false) || ts.isCaseBlock(at))) return at;
  }
}

/** Completes names that go together: those that are missing or do not go together get the shortest that does, the most used first. */
export function completed({ all, taken }, wanted) {
  const given = [];
  const free = (binding, name) => name && !taken.has(name) && ![...binding.others].some((other) => given[other] === name);
  for (const binding of all) if (free(binding, wanted[binding.index])) given[binding.index] = wanted[binding.index];
  const rest = all.filter(({ index }) => !given[index]).sort((a, b) => b.at.length - a.at.length || a.index - b.index);
  for (const binding of rest) given[binding.index] = SHORT.find((name) => free(binding, name));
  return given;
}

/** The names by the declaration at the top of the script that they are in: its own first. */
export function byDeclaration({ all, places }) {
  const lists = new Map();
  let list = [];
  for (const { index, declares } of places) {
    const { name, scope } = all[index];
    if (!ts.isSourceFile(scope)) {
      if (!list.includes(index)) list.push(index);
    } else if (declares) lists.set(name, (list = [index]));
  }
  return lists;
}

/** The script with other names. */
export function named({ places, pieces }, given) {
  let text = '';
  places.forEach(({ index, property }, i) => {
    const name = given[index];
    text += pieces[i] + (property === name + ':' ? '' : property) + name;
  });
  return text + pieces.at(-1);
}
