import type { EChartsCoreOption } from 'echarts/core';
import { short } from '../format/number';
import type { Color } from './EChart';

export interface Series {
  name: string;
  values: (number | null)[];
  /** Token of its colour. */
  color: string;
  dashed?: boolean;
  /** A light area below the line. */
  area?: boolean;
  /** The step to a value that still grows. */
  growing?: boolean;
}

export type Shape = 'line' | 'area' | 'bar';

export interface SeriesInput {
  title: string;
  labels: string[];
  /** Which labels may stand on the axis; what does not fit is left out. All of them when absent. */
  ticks?: boolean[];
  series: Series[];
  shape: Shape;
  /** `bar`: over names rather than over time; they lie, so that every name has room. */
  categories?: boolean;
  /** `area` and `bar`: one upon the other. */
  stacked?: boolean;
  /** The last place is of a time that is not over: lines to it are dashed. */
  unfinished?: boolean;
  /** HTML of the box at a place; values in it must be escaped. */
  tooltip: (index: number) => string;
  format?: (value: number) => string;
  whole?: boolean;
  /** Where the value axis ends; as the values ask for when absent. */
  top?: number;
}

/** Lines, areas or bars over a category axis. */
export function seriesOption(input: SeriesInput, color: Color): EChartsCoreOption {
  const { labels, ticks, shape, stacked, tooltip, format = short } = input;
  const series = input.unfinished && shape === 'line' && !stacked ? input.series.flatMap(withGrowing) : input.series;
  const line = color('--line');
  const text = color('--faint');
  const text11 = { color: text, fontSize: 11 };
  return {
    animation: false,
    aria: { enabled: true, label: { description: input.title } },
    grid: { left: 8, right: 16, top: 12, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: labels,
      boundaryGap: shape === 'bar',
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: {
        ...text11,
        hideOverlap: true,
        margin: 9,
        width: 120,
        overflow: 'truncate',
        ...(ticks ? { interval: (index: number) => ticks[index] ?? false } : {}),
      },
    },
    yAxis: {
      type: 'value',
      ...(input.whole ? { minInterval: 1 } : {}),
      ...(input.top === undefined ? {} : { max: input.top }),
      splitNumber: 3,
      axisLabel: { ...text11, formatter: (value: number) => format(value) },
      splitLine: { lineStyle: { color: line } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: color('--raised'),
      borderColor: color('--line-strong'),
      borderWidth: 1,
      padding: [6, 9],
      textStyle: { color: color('--text'), fontSize: 12 },
      extraCssText: 'box-shadow: none',
      axisPointer:
        shape === 'bar'
          ? { type: 'shadow', shadowStyle: { color: color('--hover'), opacity: 0.6 } }
          : { type: 'line', lineStyle: { color: color('--line-strong'), type: 'solid' } },
      formatter: (items: unknown) => tooltip((items as { dataIndex: number }[])[0]?.dataIndex ?? -1),
    },
    series: series.map((one) => {
      const own = color(one.color);
      const shared = { name: one.name, data: one.values, animation: false, itemStyle: { color: own } };
      if (shape === 'bar' && !one.dashed)
        return { ...shared, type: 'bar', stack: stacked ? 'all' : undefined, barMaxWidth: 28, barGap: '10%' };
      const alone = one.values.map((value, index) => value !== null && isAlone(one.values, index));
      const dotted = alone.includes(true);
      return {
        ...shared,
        type: 'line',
        // No line leads to a point without neighbours: it alone shows its dot, the others when pointed at.
        ...(dotted ? { data: one.values.map((value, index) => (alone[index] ? value : { value, ...NO_DOT })) } : {}),
        symbol: 'circle',
        symbolSize: 5,
        showSymbol: dotted,
        showAllSymbol: true,
        stack: stacked && !one.dashed ? 'all' : undefined,
        silent: one.dashed,
        lineStyle: one.dashed
          ? { width: 1.2, type: 'dashed', color: own, opacity: 0.8 }
          : { width: stacked ? 1 : 1.8, color: own, ...(one.growing ? { type: [4, 4] } : {}) },
        areaStyle:
          stacked && !one.dashed ? { color: own, opacity: 0.5 } : one.area ? { color: own, opacity: 0.09 } : undefined,
      };
    }),
  };
}

/** A line in two: up to the last value that is final, and the step from there to one that still grows. */
function withGrowing(one: Series): Series[] {
  const last = one.values.length - 1;
  if (one.dashed || last < 1 || one.values[last] === null || one.values[last - 1] === null) return [one];
  const step = one.values.map((value, index) => (index < last - 1 ? null : value));
  return [
    { ...one, values: one.values.with(last, null) },
    { ...one, values: step, growing: true },
  ];
}

const NO_DOT = { itemStyle: { opacity: 0 }, emphasis: { itemStyle: { opacity: 1 } } };

function isAlone(values: (number | null)[], index: number): boolean {
  return (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
}
