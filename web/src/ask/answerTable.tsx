import type { Answer } from '../api/types';
import { answerColumns } from '../insights/answerColumns';
import type { Target } from '../state/target';
import type { DataColumn } from '../ui/DataTable';

type Columns = NonNullable<Answer['columns']>;

/** The columns of an answer in the query language: words instead of codes, and a bar behind what counts. */
export function answerTable(
  columns: Columns,
  rows: NonNullable<Answer['rows']>,
  target?: (row: unknown[], column: string) => Target | undefined,
): DataColumn<unknown[]>[] {
  const result = { columns, rows, sql: '', stats: { elapsedMs: 0, rowsRead: 0, bytesRead: 0 } };
  return answerColumns(result as never, { label: words, target }) as unknown as DataColumn<unknown[]>[];
}

/** `medianTimeMs` as people say it: median time; its values bear the unit. */
export function words(name: string): string {
  const plain = name
    .replace(/Ms$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.]/g, ' ')
    .toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
