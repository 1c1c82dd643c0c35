import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { axisLabel, axisTicks, bucketLabel } from '../../chart/bucketLabel';
import { isUnfinished } from '../../chart/buckets';
import { escapeHtml } from '../../chart/escape';
import type { SeriesInput, Shape } from '../../chart/seriesOption';
import { withUnit } from '../../format/number';
import type { Bucket } from '../../state/timeRange';
import css from '../insights.module.css';
import { Legend } from '../Legend';
import type { TrendLinesData } from './trendSeries';

const SeriesChart = lazy(() => import('../../chart/SeriesChart'));

interface Props {
  bucket: Bucket;
  shape: Shape;
  stacked?: boolean;
  unit: string | undefined;
  lines: TrendLinesData;
  /** The bucket clicked on and which of the solid lines is nearest. */
  onOpen?: (start: Date, series: number) => void;
}

/** Lines over time with their legend. */
export function TrendLines({ bucket, shape, stacked, unit, lines, onOpen }: Props) {
  const { starts, series } = lines;
  const key = JSON.stringify([series, starts[0], starts.length]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the series are compared by what is in them
  const input = useMemo((): SeriesInput => {
    return {
      title: series.map((one) => one.name).join(', '),
      labels: starts.map((start) => axisLabel(start, bucket)),
      ticks: axisTicks(starts, bucket),
      shape: shape === 'area' ? 'line' : shape,
      stacked: stacked || shape === 'area',
      whole: unit === 'count',
      unfinished: isUnfinished(starts, bucket),
      format: (value) => withUnit(value, unit),
      series,
      tooltip: (index) => {
        const start = starts[index];
        if (!start) return '';
        const rows = series.map((one) => {
          const value = one.values[index];
          return `<b>${value === null || value === undefined ? '–' : withUnit(value, unit)}</b> ${escapeHtml(one.name)}`;
        });
        return `${bucketLabel(start, bucket)}<br>${rows.join('<br>')}`;
      },
    };
  }, [key, bucket, shape, stacked, unit]);
  const solid = series.filter((one) => !one.dashed);
  const open = (index: number, height: number) => {
    const start = starts[index];
    if (!start) return;
    const distances = solid.map((one) => Math.abs((one.values[index] ?? 0) - height));
    onOpen?.(start, stacked ? stackedAt(solid, index, height) : Math.max(0, distances.indexOf(Math.min(...distances))));
  };
  return (
    <div className={css.lined}>
      {series.length > 1 && (
        <Legend items={series.map((one) => ({ name: one.name, color: one.color, dashed: one.dashed }))} />
      )}
      <div className={css.chart}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <SeriesChart input={input} onOpen={onOpen && open} />
        </Suspense>
      </div>
    </div>
  );
}

/** Which layer of the stack the height lies in. */
function stackedAt(series: { values: (number | null)[] }[], index: number, height: number): number {
  let top = 0;
  const found = series.findIndex((one) => {
    top += one.values[index] ?? 0;
    return height <= top;
  });
  return found < 0 ? Math.max(0, series.length - 1) : found;
}
