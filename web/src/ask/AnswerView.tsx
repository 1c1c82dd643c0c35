import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { Answer, AnswerChart } from '../api/types';
import { full } from '../format/number';
import { FunnelBars } from '../insights/funnels/FunnelBars';
import { funnelGroups } from '../insights/funnels/funnel';
import { BigNumbers } from '../result/BigNumbers';
import { resultColumns, rowTarget } from '../sql/resultColumns';
import { DataTable } from '../ui/DataTable';
import css from './Ask.module.css';
import { answerChart } from './answerChart';
import { answerTable, words as columnWords } from './answerTable';
import { answerTarget, rowsTarget } from './answerTarget';

const SeriesChart = lazy(() => import('../chart/SeriesChart'));
const MOST_ROWS = 200;

interface Props {
  projectId: string;
  understanding: Answer['understanding'];
  columns: NonNullable<Answer['columns']>;
  rows: NonNullable<Answer['rows']>;
  chart: AnswerChart | undefined;
  /** How many rows there are in all, when these are only the first. */
  total: number | undefined;
  busy: boolean;
}

/** The rows of an answer in the form that fits: a number, a chart with its table, a funnel, a list. */
export function AnswerView({ projectId, understanding, columns, rows, chart, total, busy }: Props) {
  const input = useMemo(() => chart && answerChart(columns, rows, chart), [columns, rows, chart]);
  if (rows.length === 0)
    return busy ? null : <p className="muted">No results. The question was understood, but no rows match it.</p>;
  const asked = { projectId, understanding };
  if (chart?.type === 'number') return <Numbers asked={asked} columns={columns} rows={rows} />;
  if (chart?.type === 'funnel') {
    const [group] = funnelGroups(
      { columns: columns as never, rows: rows as never, sql: '', stats: NO_STATS },
      undefined,
    );
    const open = answerTarget(asked);
    return (
      <div className={css.framed}>
        {group && (
          <FunnelBars
            groups={[{ name: '', color: '--series-1', steps: group.steps }]}
            target={
              open &&
              ((step, dropped) => {
                const label = group.steps.find((own) => own.step === step)?.label ?? '';
                return open(
                  { step },
                  dropped ? 'dropped' : 'count',
                  `${dropped ? 'dropped off after' : 'reached'} ${label}`,
                );
              })
            }
          />
        )}
      </div>
    );
  }
  const plain = columns.some((column) => column.role === 'column');
  const table =
    plain || chart?.type === 'sessions'
      ? resultColumns({ columns, rows: rows as never, stats: NO_STATS })
      : answerTable(columns, rows, rowsTarget(asked, columns));
  return (
    <>
      {input && (
        <div className={css.chart}>
          <Suspense fallback={<Skeleton height="100%" />}>
            <SeriesChart input={input} />
          </Suspense>
        </div>
      )}
      {chart?.type !== 'sessions' && (
        <div className={css.framed}>
          <DataTable
            label="Answer"
            inline
            columns={table}
            rows={rows.slice(0, MOST_ROWS) as unknown[][]}
            target={rowTarget(projectId, { columns })}
          />
          {rows.length > MOST_ROWS && (
            <p className={css.more}>
              The first {MOST_ROWS} of {full(total ?? rows.length)} rows.
            </p>
          )}
        </div>
      )}
    </>
  );
}

const NO_STATS = { elapsedMs: 0, rowsRead: 0, bytesRead: 0 };

function Numbers({
  asked,
  columns,
  rows,
}: Pick<Props, 'columns' | 'rows'> & { asked: Pick<Props, 'projectId' | 'understanding'> }) {
  const row = rows[0] ?? [];
  const target = rowsTarget(asked, columns);
  const words = columns.flatMap((column, index) => (Number.isFinite(numberOf(row[index]) ?? 0) ? [] : [column.name]));
  if (words.length > 0) return <p className={css.sentence}>{row.map(String).join(', ')}</p>;
  return (
    <div className={css.numbers}>
      <BigNumbers
        numbers={columns.map((column, index) => ({
          label: columnWords(column.name),
          value: numberOf(row[index]),
          unit: column.unit || undefined,
          target: column.role === 'metric' ? target?.(row as unknown[], column.name) : undefined,
        }))}
      />
    </div>
  );
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined || value === '' ? null : Number(value);
}
