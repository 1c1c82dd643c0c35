import { useComputedColorScheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { full } from '../format/number';
import type { Bucket } from '../state/timeRange';
import { axisLabel, axisTicks, bucketLabel } from './bucketLabel';
import type { Point } from './fillBuckets';
import { trendOption } from './trendOption';

use([LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

interface Props {
  label: string;
  bucket: Bucket;
  current: Point[];
  previous: Point[];
  tone: string;
  onOpen: (start: Date) => void;
}

export default function TrendChart({ label, bucket, current, previous, tone, onOpen }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const scheme = useComputedColorScheme('light');
  const open = useRef<(index: number) => void>(undefined);
  open.current = (index) => {
    const point = current[index];
    if (point) onOpen(point.start);
  };

  useEffect(() => {
    const root = element.current;
    if (!root) return;
    const made = init(root, undefined, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(root);
    made.getZr().on('click', (event) => {
      const index = made.convertFromPixel({ xAxisIndex: 0 }, event.offsetX);
      if (typeof index === 'number') open.current?.(Math.round(index));
    });
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of the tokens change with the scheme
  useEffect(() => {
    const root = element.current;
    if (!root) return;
    const color = (name: string) => getComputedStyle(root).getPropertyValue(name).trim();
    const tooltip = (index: number) => {
      const point = current[index];
      if (!point) return '';
      const before = previous[index];
      const lines = [`<b>${full(point.value)}</b> ${escapeHtml(label.toLowerCase())}`];
      if (before) lines.push(`${full(before.value)} the period before`);
      return `${bucketLabel(point.start, bucket)}<br>${lines.join('<br>')}`;
    };
    chart.current?.setOption(
      trendOption({
        ticks: axisTicks(
          current.map((point) => point.start),
          bucket,
        ),
        labels: current.map((point) => axisLabel(point.start, bucket)),
        values: current.map((point) => point.value),
        before: previous.map((point) => point.value),
        colors: {
          main: color(tone),
          before: color('--faint'),
          line: color('--line'),
          text: color('--faint'),
          ground: color('--raised'),
          ink: color('--text'),
          border: color('--line-strong'),
        },
        tooltip,
        label,
      }),
      { replaceMerge: ['series'] },
    );
  }, [label, bucket, current, previous, tone, scheme]);

  return <div ref={element} style={{ width: '100%', height: '100%', cursor: 'pointer' }} />;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
