import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { QueryResult } from '../api/types';
import { CopyMenu } from '../result/CopyMenu';
import { useTile } from '../state/tile';
import { SqlPopover, type Statement } from '../ui/SqlPopover';
import { Failed, FailedBeside } from '../ui/States';
import { useProblem } from '../ui/useProblem';
import css from './insights.module.css';

interface Props {
  title: string;
  /** How it was computed, in a sentence. */
  how?: string;
  answers: { title: string; answer: UseQueryResult<QueryResult> }[];
  /** What stands right of the title. */
  actions?: ReactNode;
  /** The rows that can be copied; those of the first answer when absent. */
  rows?: { columns: string[]; rows: unknown[][] };
  height?: number;
  /** Said in place of the content where there is nothing. */
  empty?: ReactNode;
  /** Beside the main part: a tile of a dashboard does without it. */
  extra?: boolean;
  children: (answer: QueryResult) => ReactNode;
}

/** One part of an analysis: what it shows, how it came about, and the way out of every state it can be in. */
export function Panel({ title, how, answers, actions, rows, height, empty, extra, children }: Props) {
  const tile = useTile();
  const main = answers[0]?.answer;
  const problem = useProblem({ data: main?.data, error: main?.error ?? null });
  const statements: Statement[] = answers.flatMap(({ title: name, answer }) =>
    answer.data
      ? [{ title: name, how: name === title ? how : undefined, sql: answer.data.sql, stats: answer.data.stats }]
      : [],
  );
  const copied =
    rows ??
    (main?.data ? { columns: main.data.columns.map((column) => column.name), rows: main.data.rows } : undefined);
  if (tile && extra) return null;
  const Problem = extra ? FailedBeside : Failed;
  return (
    <section className={css.panel} aria-label={title}>
      <header className={css.panelHead}>
        <h2 className={css.panelTitle} title={how}>
          {title}
        </h2>
        {!tile && actions}
        <span className={css.space} />
        {copied && copied.rows.length > 0 && <CopyMenu name={title} columns={copied.columns} rows={copied.rows} />}
        <SqlPopover statements={statements} />
      </header>
      <div
        className={css.panelBody}
        data-dimmed={answers.some(({ answer }) => waiting(answer)) || undefined}
        style={height ? { height } : undefined}
      >
        {problem ? (
          <Problem what={`${title} could not be loaded`} error={problem} onRetry={() => void main?.refetch()} />
        ) : !main?.data ? (
          <Lines height={height} />
        ) : main.data.rows.length === 0 ? (
          <p className={css.none}>{empty ?? 'Nothing in this time range, with these filters.'}</p>
        ) : (
          children(main.data)
        )}
      </div>
    </section>
  );
}

/** Shows an earlier answer while its own is on the way; one that is not asked for shows nothing. */
const waiting = ({ isPlaceholderData, fetchStatus }: UseQueryResult<QueryResult>) =>
  isPlaceholderData && fetchStatus !== 'idle';

const LINES = [0, 1, 2, 3, 4, 5];

function Lines({ height }: { height?: number }) {
  if (height) return <Skeleton height="calc(100% - 16px)" m={8} width="calc(100% - 16px)" />;
  return (
    <div className={css.lines}>
      {LINES.map((line) => (
        <Skeleton key={line} height={10} width={`${88 - ((line * 23) % 40)}%`} />
      ))}
    </div>
  );
}
