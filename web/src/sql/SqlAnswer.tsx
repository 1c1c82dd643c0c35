import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { ApiError } from '../api/client';
import type { SqlResult } from '../api/types';
import { full } from '../format/number';
import { workDone } from '../format/work';
import { CopyMenu } from '../result/CopyMenu';
import { useView } from '../state/useView';
import { Choice } from '../ui/Choice';
import { DataTable } from '../ui/DataTable';
import { Icon } from '../ui/Icon';
import { Failed } from '../ui/States';
import { plainMessage } from './problem';
import { chartOf } from './resultChart';
import { resultColumns, rowTarget } from './resultColumns';
import css from './Sql.module.css';

const SeriesChart = lazy(() => import('../chart/SeriesChart'));

/** What came of a statement: rows as a table or a chart, what they cost, or why not. */
export function SqlAnswer({
  projectId,
  asked,
  result,
}: {
  projectId: string;
  asked: boolean;
  result: UseQueryResult<SqlResult>;
}) {
  const { search, update } = useView();
  const { data, error } = result;
  const columns = useMemo(() => (data ? resultColumns(data) : []), [data]);
  const chart = useMemo(() => (data ? chartOf(data) : undefined), [data]);
  const target = useMemo(() => (data ? rowTarget(projectId, data) : undefined), [projectId, data]);
  const show = search.show === 'chart' && chart ? 'chart' : 'table';
  // Neither running nor answered: what may still be on the screen is of another statement.
  const stopped = asked && !result.isFetching && (result.isPending || result.isPlaceholderData);
  if (!asked)
    return (
      <div className={css.answer}>
        <p className={css.none}>
          Only reads, only this project. Rows with a sessionId open their session; with a timestamp beside it, at that
          second.
        </p>
      </div>
    );
  if (error) {
    const known = error instanceof ApiError && error.status > 0 && error.status < 500;
    return (
      <div className={css.answer}>
        {known ? (
          <div className={css.refused} role="alert">
            <Icon name="error" />
            <div>
              <b>
                {error.code === 'sql_refused'
                  ? 'Not run'
                  : error.code === 'sql_error'
                    ? 'ClickHouse could not run this'
                    : 'Stopped'}
              </b>
              <pre>{plainMessage(error)}</pre>
              <p className="muted">
                Code <code className="mono">{error.code}</code>
              </p>
            </div>
          </div>
        ) : (
          <Failed what="The statement could not be run" error={error} onRetry={() => void result.refetch()} />
        )}
      </div>
    );
  }
  return (
    <div className={css.answer}>
      <div className={css.resultBar} aria-live="polite">
        {result.isFetching ? (
          <Running />
        ) : (
          data &&
          !stopped && (
            <span title={workDone(data.stats).title}>
              <b>{data.rows.length === 1 ? '1 row' : `${full(data.rows.length)} rows`}</b>
              <span className="muted"> · {workDone(data.stats).text}</span>
            </span>
          )
        )}
        <span className={css.space} />
        {chart && !stopped && (
          <Choice
            label="Show as"
            value={show}
            options={[
              { value: 'table', label: 'Table' },
              { value: 'chart', label: 'Chart' },
            ]}
            onChange={(value) => update({ show: value === 'table' ? undefined : value }, true)}
          />
        )}
        {data && !stopped && data.rows.length > 0 && (
          <CopyMenu name="result" columns={data.columns.map((column) => column.name)} rows={data.rows} />
        )}
      </div>
      {stopped ? (
        <p className={css.none}>Stopped. Run it again to see its rows.</p>
      ) : data && data.rows.length === 0 ? (
        <p className={css.none}>No rows. The statement ran and found nothing.</p>
      ) : data && show === 'chart' && chart ? (
        <div className={css.chart} data-dimmed={result.isPlaceholderData || undefined}>
          <Suspense fallback={<Skeleton height="100%" />}>
            <SeriesChart input={chart} />
          </Suspense>
        </div>
      ) : data ? (
        <DataTable
          key={data.columns.map((column) => column.name).join()}
          label="Result"
          columns={columns}
          rows={data.rows as unknown[][]}
          target={target}
          dimmed={result.isPlaceholderData}
        />
      ) : (
        <div className={css.skeletons}>
          {LINES.map((line) => (
            <Skeleton key={line} height={10} width={`${88 - ((line * 23) % 40)}%`} />
          ))}
        </div>
      )}
    </div>
  );
}

const LINES = [0, 1, 2, 3, 4, 5, 6, 7];

function Running() {
  const [since] = useState(() => performance.now());
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <span className="muted">Running, {((now - since) / 1000).toFixed(1)} s</span>;
}
