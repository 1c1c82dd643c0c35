import type { Answer } from '../api/types';
import { dimensionText, instant } from '../result/cells';
import { behindTarget, type Target } from '../state/target';

type Columns = NonNullable<Answer['columns']>;
type Row = unknown[];
type Cells = Record<string, unknown>;

interface Asked {
  projectId: string;
  understanding: Answer['understanding'];
}

/** Kinds of questions whose numbers are made of sessions. */
const OPENS = new Set(['metrics', 'people', 'funnel', 'conversion', 'retention', 'paths']);

/** Before there was anything: where a question without a limit of time begins. */
const EVER = new Date(0);

/** Where a number of an answer leads: to the sessions it is made of, in the time that was asked about. Nothing where the query is not known. */
export function answerTarget(
  { projectId, understanding }: Asked,
  now = new Date(),
): ((row: Cells, column: string, words: string) => Target) | undefined {
  const query = understanding?.query as { kind?: string; from?: string; to?: string } | undefined;
  if (!query?.kind || !OPENS.has(query.kind)) return undefined;
  const span = { from: (query.from && instant(query.from)) || EVER, to: (query.to && instant(query.to)) || now };
  return (row, column, words) => {
    const title = [understanding?.title, words].filter(Boolean).join(': ');
    return behindTarget(projectId, {}, [], { title, query: { ...query }, cell: { row, column } }, span);
  };
}

/** The same of a row of the table: a number opens its own sessions, what names the row those of its first number. */
export function rowsTarget(
  asked: Asked,
  columns: Columns,
): ((row: Row, column: string) => Target | undefined) | undefined {
  const target = answerTarget(asked);
  const first = columns.find((column) => column.role === 'metric');
  if (!target || !first) return undefined;
  return (row, name) => {
    const counted = columns.find((column) => column.name === name && column.role === 'metric') ?? first;
    const index = columns.indexOf(counted);
    if (row[index] === null || Number(row[index]) === 0) return undefined;
    const beside = columns.map((column, place) => ({ ...column, value: row[place] ?? '' }));
    const cells = Object.fromEntries(beside.map((cell) => [cell.name, cell.value]));
    const words = beside.filter(({ role }) => role !== 'metric').map((cell) => dimensionText(cell.name, cell.value));
    return target(cells, counted.name, words.join(', '));
  };
}
