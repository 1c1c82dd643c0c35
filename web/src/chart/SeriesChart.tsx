import { BarChart, LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { useCallback } from 'react';
import { CategoryBars, isCategorical } from './CategoryBars';
import { EChart } from './EChart';
import { type SeriesInput, seriesOption } from './seriesOption';

use([LineChart, BarChart]);

/** Loaded only where a chart is shown: ECharts is large. `input` must keep its identity while nothing changes. */
export default function SeriesChart({
  input,
  onOpen,
}: {
  input: SeriesInput;
  onOpen?: (index: number, height: number) => void;
}) {
  const option = useCallback((color: (token: string) => string) => seriesOption(input, color), [input]);
  if (isCategorical(input)) return <CategoryBars input={input} />;
  return <EChart option={option} onPlace={onOpen} />;
}
