import { short } from '../format/number';

export interface TrendInput {
  labels: string[];
  /** Which labels may stand on the axis; what does not fit is left out. */
  ticks: boolean[];
  values: number[];
  before: number[];
  colors: { main: string; before: string; line: string; text: string; ground: string; ink: string; border: string };
  tooltip: (index: number) => string;
  label: string;
}

/** The chart's option: one line over a light area, the period before as a dashed line behind it. */
export function trendOption({ labels, ticks, values, before, colors, tooltip, label }: TrendInput) {
  const line = {
    type: 'line' as const,
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: false,
    smooth: false,
    animation: false,
  };
  return {
    animation: false,
    aria: { enabled: true, label: { description: `${label} over time` } },
    grid: { left: 8, right: 16, top: 12, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category' as const,
      data: labels,
      boundaryGap: false,
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      axisLabel: {
        color: colors.text,
        fontSize: 11,
        hideOverlap: true,
        margin: 9,
        interval: (index: number) => ticks[index] ?? false,
      },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { color: colors.text, fontSize: 11, formatter: (value: number) => short(value) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    tooltip: {
      trigger: 'axis' as const,
      transitionDuration: 0,
      backgroundColor: colors.ground,
      borderColor: colors.border,
      borderWidth: 1,
      padding: [6, 9],
      textStyle: { color: colors.ink, fontSize: 12 },
      extraCssText: 'box-shadow: none',
      axisPointer: { type: 'line' as const, lineStyle: { color: colors.border, type: 'solid' as const } },
      formatter: (items: unknown) => tooltip((items as { dataIndex: number }[])[0]?.dataIndex ?? -1),
    },
    series: [
      {
        ...line,
        id: 'before',
        data: before,
        silent: true,
        itemStyle: { color: colors.before },
        lineStyle: { width: 1.2, type: 'dashed' as const, color: colors.before, opacity: 0.8 },
      },
      {
        ...line,
        id: 'current',
        data: values,
        itemStyle: { color: colors.main },
        lineStyle: { width: 1.8, color: colors.main },
        areaStyle: { color: colors.main, opacity: 0.09 },
      },
    ],
  };
}
