import type { QueryResult } from '../api/types';
import { dimensionText, instant, metricCell } from '../result/cells';
import type { Target } from '../state/target';
import type { DataColumn } from '../ui/DataTable';
import css from './insights.module.css';

export type Row = QueryResult['rows'][number];

interface Options {
  label: (name: string) => string;
  unit?: (name: string) => string | undefined;
  hint?: (name: string) => string | undefined;
  /** Where the cell of a column leads. */
  target?: (row: Row, column: string) => Target | undefined;
  time?: (start: Date) => string;
  mark?: (row: Row, index: number) => string | undefined;
  tone?: (row: Row, column: string) => 'error' | 'friction' | 'good' | 'faint' | undefined;
  /** Small print before a number: of how many it is. */
  note?: (row: Row, column: string) => string | undefined;
  /** Columns that are not shown. */
  hidden?: string[];
  /** Columns without a bar even though they count. */
  plain?: boolean;
}

/** The columns of an answer: time, then what it is broken down by, then its numbers with a bar to compare. */
export function answerColumns(answer: QueryResult, options: Options): DataColumn<Row>[] {
  return answer.columns.flatMap((column, index) => {
    const { name, role } = column;
    if (options.hidden?.includes(name)) return [];
    const shared = {
      key: name,
      label: options.label(name),
      hint: options.hint?.(name),
      target: options.target && ((row: Row) => options.target?.(row, name)),
      tone: options.tone && ((row: Row) => options.tone?.(row, name)),
    };
    if (role === 'metric') {
      const unit = options.unit?.(name) ?? column.unit;
      const most = Math.max(0, ...answer.rows.map((row) => Number(row[index] ?? 0)));
      const bars = !options.plain && (unit === 'count' || unit === 'money') && most > 0 && answer.rows.length > 1;
      return {
        ...shared,
        right: true,
        width: 'minmax(104px, 0.5fr)',
        value: (row) => (row[index] === null ? null : Number(row[index])),
        cell: (row) => {
          const note = options.note?.(row, name);
          return (
            <>
              {note && <span className={css.of}>{note}</span>}
              {metricCell(row[index], unit)}
            </>
          );
        },
        share: bars ? (row) => Number(row[index] ?? 0) / most : undefined,
      } satisfies DataColumn<Row>;
    }
    return {
      ...shared,
      width: 'minmax(140px, 1.4fr)',
      value: (row) => (typeof row[index] === 'number' ? row[index] : String(row[index] ?? '')),
      cell: (row) => {
        if (role !== 'time') return <Text name={name} value={row[index]} />;
        const start = instant(String(row[index]));
        return start ? (options.time?.(start) ?? String(row[index])) : '';
      },
      mark: index === 0 ? options.mark : undefined,
    } satisfies DataColumn<Row>;
  });
}

function Text({ name, value }: { name: string; value: unknown }) {
  const text = dimensionText(name, value);
  return (
    <span title={String(value ?? '')} className={value === '' || value === null ? 'muted' : undefined}>
      {text}
    </span>
  );
}
