import { Skeleton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Model } from '../api/types';
import { bucketLabel } from '../chart/bucketLabel';
import { fillBuckets } from '../chart/buckets';
import { numberTarget } from '../insights/numberTarget';
import type { ViewSearch } from '../state/search';
import { bucketFor, previousSpan, rangeKey, spanOf } from '../state/timeRange';
import { useComparison } from '../state/useComparison';
import { useView } from '../state/useView';
import { SqlPopover } from '../ui/SqlPopover';
import { FailedBeside } from '../ui/States';
import { useProblem } from '../ui/useProblem';
import css from './Overview.module.css';
import { type Ask, useMetrics } from './useMetrics';

const TrendChart = lazy(() => import('./TrendChart'));

const REFRESH_MS = 10_000;
/** Shown until the model is there. */
const LABELS: Record<string, string> = {
  sessions: 'Sessions',
  visitors: 'Visitors',
  pageviews: 'Page views',
  errors: 'Errors',
  rageClicks: 'Rage clicks',
};
const METRICS = Object.keys(LABELS);

export function Trend({ ask, search, model }: { ask: Ask; search: ViewSearch; model: Model | undefined }) {
  const { update } = useView();
  const navigate = useNavigate();
  const [metric, setMetric] = useState('sessions');
  const { known, why } = useComparison(ask.projectId, ask.range);
  const wanted = search.compare !== 'off';
  const compare = wanted && known;
  const key = rangeKey(ask.range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bucket follows the range, not the passing of time
  const bucket = useMemo(() => bucketFor(spanOf(ask.range, new Date())), [key]);
  const question = { metrics: METRICS, interval: bucket, limit: 5_000 };
  const now = useMetrics(ask, question, REFRESH_MS);
  const before = useMetrics(ask, { ...question, previous: true }, 120_000, compare);

  const problem = useProblem(now);

  const updated = now.dataUpdatedAt;
  const data = useMemo(() => {
    const span = spanOf(ask.range, new Date(updated || Date.now()));
    return {
      span,
      current: fillBuckets(now.data, metric, bucket, span),
      previous: compare ? fillBuckets(before.data, metric, bucket, previousSpan(span, ask.range)) : [],
    };
  }, [ask.range, updated, now.data, before.data, metric, bucket, compare]);

  const labelOf = (name: string) =>
    model?.metrics.find((candidate) => candidate.name === name)?.label ?? LABELS[name] ?? name;
  const open = (start: Date) => {
    const opening = { projectId: ask.projectId, search, filters: ask.filters };
    const title = `${labelOf(metric)}, ${bucketLabel(start, bucket)}`;
    const during = { start, bucket, within: data.span };
    void navigate(numberTarget(opening, { title, body: { metrics: [metric] }, column: metric, during }) as never);
  };
  return (
    <section className={css.trend} aria-label="Trend">
      <header className={css.panelHead}>
        <div className={css.tabs} role="tablist" aria-label="What the chart shows">
          {METRICS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === metric}
              className={css.tab}
              onClick={() => setMetric(name)}
            >
              {labelOf(name)}
            </button>
          ))}
        </div>
        <button
          type="button"
          className={css.toggle}
          aria-pressed={compare}
          disabled={!known}
          title={why}
          onClick={() => update({ compare: wanted ? 'off' : undefined }, true)}
        >
          <span className={css.dash} /> {why ? 'No earlier data' : 'Previous period'}
        </button>
        {now.data && (
          <SqlPopover
            statements={[{ title: `${labelOf(metric)} by ${bucket}`, sql: now.data.sql, stats: now.data.stats }]}
          />
        )}
      </header>
      <div className={css.chart}>
        {problem ? (
          <FailedBeside what="The trend could not be loaded" error={problem} onRetry={() => void now.refetch()} />
        ) : now.data ? (
          <Suspense fallback={<Skeleton height="100%" />}>
            <TrendChart
              label={labelOf(metric)}
              bucket={bucket}
              current={data.current}
              previous={data.previous}
              tone={metric === 'errors' ? '--error' : metric === 'rageClicks' ? '--friction-mark' : '--series-1'}
              onOpen={open}
            />
          </Suspense>
        ) : (
          <Skeleton height="100%" />
        )}
      </div>
    </section>
  );
}
