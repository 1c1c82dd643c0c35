import { formatTitled, parseTitled } from './conditions';

/** A number of an answer whose sessions are listed: what it says to people, the question without what the view adds, and which number it is. */
export interface Behind {
  title: string;
  query: Record<string, unknown>;
  cell: Cell;
}

/** The cells beside a number that say which it is, and its column. */
export interface Cell {
  row: Record<string, unknown>;
  column: string;
}

export function parseBehind(text: string | undefined): Behind | undefined {
  const titled = parseTitled(text);
  const { query, cell } = (titled?.value ?? {}) as Partial<Behind>;
  return titled && query && cell ? { title: titled.title, query, cell } : undefined;
}

export function formatBehind({ title, query, cell }: Behind): string {
  return formatTitled(title, { query, cell });
}
