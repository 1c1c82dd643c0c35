import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { InstrumentSeries } from '../api/types';
import { stepAxis, stepLabel } from '../chart/bucketLabel';
import { escapeHtml } from '../chart/escape';
import { seriesColor } from '../chart/palette';
import type { SeriesInput } from '../chart/seriesOption';
import insights from '../insights/insights.module.css';
import { Legend } from '../insights/Legend';
import { type Range, rangeKey, spanOf } from '../state/timeRange';

const SeriesChart = lazy(() => import('../chart/SeriesChart'));

interface Props {
  series: InstrumentSeries;
  range: Range;
  format: (value: number) => string;
}

/** A metric over time, a line for each value of the attribute it is by. */
export function MetricLines({ series, range, format }: Props) {
  const key = rangeKey(range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the span follows the range and the data, not the passing of time
  const input = useMemo((): SeriesInput => {
    const stepMs = series.stepSeconds * 1000;
    const span = spanOf(range, new Date());
    const starts: Date[] = [];
    for (let at = Math.floor(span.from.getTime() / stepMs) * stepMs; at < span.to.getTime(); at += stepMs)
      starts.push(new Date(at));
    const names = stepAxis(starts, stepMs);
    const lines = series.lines.map((line, index) => {
      const values = new Map(line.points.map((point) => [Date.parse(point.time), point.value]));
      return {
        name: line.name || 'all',
        color: seriesColor(index),
        values: starts.map((start) => values.get(start.getTime()) ?? null),
      };
    });
    return {
      title: lines.map((one) => one.name).join(', '),
      labels: names.map((name) => name ?? ''),
      ticks: names.map((name) => name !== undefined),
      shape: 'line',
      series: lines,
      format,
      tooltip: (index) => {
        const start = starts[index];
        if (!start) return '';
        const rows = lines.map((one) => {
          const value = one.values[index];
          return `<b>${value === null || value === undefined ? '–' : format(value)}</b> ${escapeHtml(one.name)}`;
        });
        return `${stepLabel(start, stepMs)}<br>${rows.join('<br>')}`;
      },
    };
  }, [key, series, format]);
  return (
    <div className={insights.lined}>
      {input.series.length > 1 && <Legend items={input.series} />}
      <div className={insights.chart}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <SeriesChart input={input} />
        </Suspense>
      </div>
    </div>
  );
}
