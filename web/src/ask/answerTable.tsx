import type { Answer } from '../api/types';
import { answerColumns } from '../insights/answerColumns';
import type { DataColumn } from '../ui/DataTable';

type Columns = NonNullable<Answer['columns']>;

/** The columns of an answer in the query language: words instead of codes, and a bar behind what counts. */
export function answerTable(columns: Columns, rows: NonNullable<Answer['rows']>): DataColumn<unknown[]>[] {
  const result = { columns, rows, sql: '', stats: { elapsedMs: 0, rowsRead: 0, bytesRead: 0 } };
  return answerColumns(result as never, { label: words }) as unknown as DataColumn<unknown[]>[];
}

/** `medianTimeMs` as people say it: median time ms. */
export function words(name: string): string {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.]/g, ' ')
    .toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
