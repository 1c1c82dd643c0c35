import { useMemo } from 'react';
import type { RequestSeries } from '../api/types';
import { bucketStarts } from '../chart/buckets';
import { TrendLines } from '../insights/trends/TrendLines';
import type { Bucket, Span } from '../state/timeRange';
import css from './Backend.module.css';

/** Requests and failures, and how long they took, side by side. */
export function RequestChart({ series, bucket, span }: { series: RequestSeries; bucket: Bucket; span: Span }) {
  const starts = useMemo(() => bucketStarts(bucket, span), [bucket, span]);
  const at = new Map(series.points.map((point) => [Date.parse(point.time), point]));
  const points = starts.map((start) => at.get(start.getTime()));
  const line = (name: string, color: string, values: (number | null)[], area = false) => ({
    name,
    color,
    values,
    area,
  });
  return (
    <div className={css.charts}>
      <figure className={css.chart}>
        <figcaption>Requests</figcaption>
        <TrendLines
          bucket={bucket}
          shape="line"
          unit="count"
          lines={{
            starts,
            series: [
              line(
                'Requests',
                '--series-1',
                points.map((point) => point?.requests ?? 0),
                true,
              ),
              line(
                'Failed',
                '--error',
                points.map((point) => point?.errors ?? 0),
              ),
            ],
          }}
        />
      </figure>
      <figure className={css.chart}>
        <figcaption>Duration</figcaption>
        <TrendLines
          bucket={bucket}
          shape="line"
          unit="ms"
          lines={{
            starts,
            series: [
              line(
                'p50',
                '--series-5',
                points.map((point) => point?.p50Ms ?? null),
              ),
              line(
                'p95',
                '--series-1',
                points.map((point) => point?.p95Ms ?? null),
              ),
              line(
                'p99',
                '--series-3',
                points.map((point) => point?.p99Ms ?? null),
              ),
            ],
          }}
        />
      </figure>
    </div>
  );
}
