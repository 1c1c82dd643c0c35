import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { FUNCTIONS } from './dialect';
import type { Table } from './tables';

const functions: Completion[] = FUNCTIONS.map(([call, words]) => {
  const name = call.slice(0, call.indexOf('('));
  return { label: name, apply: call.endsWith('()') ? call : `${name}(`, detail: words, type: 'function', info: call };
});

/** Tables, the columns of those that the statement names (of all while it names none), columns behind an alias, functions. */
export function completionOf(tables: Table[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const behind = context.matchBefore(/\w+\.\w*/);
    if (behind) {
      const alias = behind.text.slice(0, behind.text.indexOf('.'));
      const table = tableOf(alias, text, tables);
      return table ? { from: behind.from + alias.length + 1, options: columns(table), validFor: /^\w*$/ } : null;
    }
    const word = context.matchBefore(/\w+/);
    if (!word && !context.explicit) return null;
    const named = tables.filter((table) => new RegExp(`\\b${table.name}\\b`, 'i').test(text));
    const seen = new Set<string>();
    const options = (named.length > 0 ? named : tables)
      .flatMap((table) => columns(table, table.name))
      .filter(({ label }) => !seen.has(label) && seen.add(label));
    const names = tables.map(
      (table): Completion => ({ label: table.name, detail: table.description, type: 'class', boost: 1 }),
    );
    return { from: word?.from ?? context.pos, options: [...names, ...options, ...functions], validFor: /^\w*$/ };
  };
}

function columns(table: Table, of?: string): Completion[] {
  return table.columns.map(({ name, type, comment }) => ({
    label: name,
    type: 'property',
    detail: of ? `${type} · ${of}` : type,
    info: comment || undefined,
  }));
}

/** The table that a name or an alias of the statement stands for. */
export function tableOf(name: string, text: string, tables: Table[]): Table | undefined {
  const direct = tables.find((table) => table.name === name);
  if (direct) return direct;
  const alias = new RegExp(
    `\\b(${tables.map((table) => table.name).join('|')})\\s+(?:final\\s+)?(?:as\\s+)?${name}\\b`,
    'i',
  );
  const found = alias.exec(text)?.[1];
  return tables.find((table) => table.name === found?.toLowerCase());
}
