import { useQuery } from '@tanstack/react-query';
import { ledgerQuery } from '../api/queries';
import { bucketStarts } from '../chart/buckets';
import insights from '../insights/insights.module.css';
import { TrendLines } from '../insights/trends/TrendLines';
import { bucketFor, rangeKey, spanOf } from '../state/timeRange';
import { useView } from '../state/useView';
import { Empty, Failed } from '../ui/States';
import { Balance } from './Balance';
import { FateTable } from './FateTable';
import { fates, OUTCOMES, valuesOf } from './outcomes';

/** What happened to every event that was sent: why is this session missing? */
export function Ledger() {
  const { projectId, range } = useView();
  const span = spanOf(range, new Date());
  const bucket = bucketFor(span);
  // Hours, because a day of the viewer's zone begins at no day of UTC; minutes where the chart shows them.
  const hourly = bucket !== 'minute';
  const ledger = useQuery(
    ledgerQuery(projectId, rangeKey(range), () => spanOf(range, new Date()), hourly ? 'hour' : 'minute'),
  );
  const entries = ledger.data?.entries ?? [];
  const rows = fates(entries);
  const starts = bucketStarts(bucket, span);
  const place = (at: Date) => {
    const after = starts.findIndex((start) => start > at);
    return after < 0 ? starts.length - 1 : after - 1;
  };
  const series = OUTCOMES.filter((outcome) => rows.some((row) => row.outcome === outcome)).map((outcome) => ({
    name: outcome.label,
    color: outcome.color,
    values: valuesOf(entries, outcome.key, starts.length, place),
  }));
  return (
    <div className={insights.page}>
      <header className={insights.head}>
        <h1 className={insights.panelTitle}>Ledger</h1>
        <span className={insights.about}>What happened to every event that was sent</span>
      </header>
      <Balance projectId={projectId} />
      {ledger.error && !ledger.data ? (
        <Failed what="The ledger could not be loaded" error={ledger.error} onRetry={() => void ledger.refetch()} />
      ) : ledger.data && rows.length === 0 ? (
        <Empty icon="install" title="Nothing was sent in this time range">
          Take a longer range, or put the snippet of the Install page into your site.
        </Empty>
      ) : (
        <>
          <section className={insights.panel} aria-label="Events by outcome">
            <div className={insights.panelBody} style={{ height: 220 }}>
              {ledger.data && (
                <TrendLines bucket={bucket} shape="bar" stacked unit="count" lines={{ starts, series }} />
              )}
            </div>
          </section>
          <FateTable rows={rows} hourly={hourly} />
        </>
      )}
    </div>
  );
}
