import { useMemo } from 'react';
import { axisLabel, axisTicks, bucketLabel } from '../chart/bucketLabel';
import { isUnfinished, type Point } from '../chart/buckets';
import { escapeHtml } from '../chart/escape';
import SeriesChart from '../chart/SeriesChart';
import type { SeriesInput } from '../chart/seriesOption';
import { full } from '../format/number';
import { inSentence } from '../format/words';
import type { Bucket } from '../state/timeRange';

interface Props {
  label: string;
  bucket: Bucket;
  current: Point[];
  previous: Point[];
  tone: string;
  onOpen: (start: Date) => void;
}

/** One line over a light area, the previous period as a dashed line behind it. */
export default function TrendChart({ label, bucket, current, previous, tone, onOpen }: Props) {
  const input = useMemo((): SeriesInput => {
    const starts = current.map((point) => point.start);
    return {
      title: `${label} over time`,
      labels: starts.map((start) => axisLabel(start, bucket)),
      ticks: axisTicks(starts, bucket),
      shape: 'line',
      whole: true,
      unfinished: isUnfinished(starts, bucket),
      series: [
        { name: 'before', values: previous.map((point) => point.value), color: '--faint', dashed: true },
        { name: label, values: current.map((point) => point.value), color: tone, area: true },
      ],
      tooltip: (index) => {
        const point = current[index];
        if (!point) return '';
        const before = previous[index];
        const lines = [`<b>${full(point.value)}</b> ${escapeHtml(inSentence(label))}`];
        if (before) lines.push(`${full(before.value)} in the previous period`);
        return `${bucketLabel(point.start, bucket)}<br>${lines.join('<br>')}`;
      },
    };
  }, [label, bucket, current, previous, tone]);
  return (
    <SeriesChart
      input={input}
      onOpen={(index) => {
        const point = current[index];
        if (point) onOpen(point.start);
      }}
    />
  );
}
