import { useQuery } from '@tanstack/react-query';
import { post } from '../../api/client';
import { projectPath } from '../../api/queries';
import type { Filter, SqlResult } from '../../api/types';
import { bucketFor, spanOf } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { CopyButton } from '../../ui/CopyButton';
import { Icon } from '../../ui/Icon';
import { StackTrace } from '../../ui/StackTrace';
import insights from '../insights.module.css';
import { Occurrences } from '../Occurrences';
import { Panel } from '../Panel';
import { ShareTable } from '../ShareTable';
import { TrendLines } from '../trends/TrendLines';
import { trendSeries } from '../trends/trendSeries';
import { type Ask, useAnswer } from '../useAnswer';
import css from './Errors.module.css';

const LATEST = `SELECT errorMessage, errorType, errorStack, release, tags['debugId']
FROM events
WHERE type = 'error' AND errorFingerprint = {fingerprint:String} AND timestamp >= now() - INTERVAL 90 DAY
ORDER BY timestamp DESC
LIMIT 1`;

/** One error: its stack, when and where it happens, and every time it did. */
export function ErrorGroup({ ask, fingerprint }: { ask: Ask; fingerprint: string }) {
  const { update } = useView();
  const own: Filter = { field: 'errorFingerprint', op: 'eq', values: [fingerprint] };
  const of = { ...ask, filters: [...ask.filters, own] };
  const bucket = bucketFor(spanOf(ask.range, new Date()));
  const overTime = useAnswer(of, { metrics: ['errors'], interval: bucket, limit: 5_000 });
  const latest = useQuery({
    queryKey: ['error', ask.projectId, fingerprint],
    queryFn: ({ signal }) =>
      post<SqlResult>(`${projectPath(ask.projectId)}/sql`, { sql: LATEST, parameters: { fingerprint } }, signal),
    staleTime: 60_000,
  });
  const [message = '', type = '', stack = '', release = '', debugId = ''] = (latest.data?.rows[0] ?? []).map((cell) =>
    String(cell ?? ''),
  );
  return (
    <>
      <div className={css.head}>
        <button
          type="button"
          className={css.back}
          onClick={() => update({ of: undefined })}
          aria-label="Back to all errors"
        >
          <Icon name="arrowLeft" size={14} />
        </button>
        <div className={css.title}>
          <h2>{message || type || 'Error'}</h2>
          <span className="muted">
            {type} <span className="mono">{fingerprint}</span>
          </span>
        </div>
      </div>
      <Panel title="Over time" answers={[{ title: 'Over time', answer: overTime }]} height={180}>
        {(result) => (
          <TrendLines
            bucket={bucket}
            shape="bar"
            unit="count"
            lines={trendSeries({
              answer: result,
              before: undefined,
              measures: [{ kind: 'metric', metric: 'errors' }],
              by: undefined,
              top: undefined,
              bucket,
              span: spanOf(ask.range, new Date(overTime.dataUpdatedAt)),
              smooth: 1,
              nameOf: () => 'errors',
              unitOf: () => 'count',
              colorOf: () => '--error',
            })}
          />
        )}
      </Panel>
      {stack && (
        <section className={insights.panel} aria-label="Stack">
          <header className={insights.panelHead}>
            <h2 className={insights.panelTitle}>Latest stack trace</h2>
            <span className={insights.space} />
            <CopyButton text={`${message}\n${stack}`} variant="subtle" />
          </header>
          <div className={css.stack}>
            <StackTrace projectId={ask.projectId} release={release} stack={stack} message={message} debugId={debugId} />
          </div>
        </section>
      )}
      <div className={css.three}>
        {['page', 'browser', 'release'].map((field) => (
          <ShareTable key={field} ask={of} field={field} metric="errors" />
        ))}
      </div>
      <Occurrences
        ask={ask}
        title="Occurrences"
        where={{ all: [{ field: 'type', op: 'eq', values: ['error'] }, own] }}
        fields={[
          { name: 'page', label: 'Page' },
          { name: 'errorMessage', label: 'Message', width: 'minmax(160px, 1.6fr)' },
          { name: 'browser', label: 'Browser', width: 'minmax(90px, 0.6fr)' },
          { name: 'release', label: 'Release', width: 'minmax(80px, 0.5fr)' },
        ]}
      />
    </>
  );
}
