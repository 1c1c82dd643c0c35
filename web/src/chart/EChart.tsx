import { useComputedColorScheme } from '@mantine/core';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export type Color = (token: string) => string;

interface Props {
  /** The chart, drawn with the colours of the tokens. */
  option: (color: Color) => EChartsCoreOption;
  /** A click into the grid: the place on the category axis, and the height on the value axis. */
  onPlace?: (index: number, height: number) => void;
  /** A click on a drawn thing. */
  onItem?: (item: { name: string; data: unknown; dataType?: string }) => void;
}

/** One ECharts chart that fills its parent and follows the colour scheme. Charts register the series they need. */
export function EChart({ option, onPlace, onItem }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const scheme = useComputedColorScheme('light');
  const handlers = useRef({ onPlace, onItem });
  handlers.current = { onPlace, onItem };

  useEffect(() => {
    const root = element.current;
    if (!root) return;
    const made = init(root, undefined, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(root);
    made.getZr().on('click', (event) => {
      const pixel = [event.offsetX, event.offsetY];
      if (!handlers.current.onPlace || !made.containPixel({ gridIndex: 0 }, pixel)) return;
      const [index, height] = made.convertFromPixel({ gridIndex: 0 }, pixel);
      if (index !== undefined && height !== undefined) handlers.current.onPlace(Math.round(index), height);
    });
    made.on('click', (event) => {
      const { name, data, dataType } = event as { name: string; data: unknown; dataType?: string };
      handlers.current.onItem?.({ name, data, dataType });
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
    const style = getComputedStyle(root);
    const color = (token: string) => style.getPropertyValue(token).trim();
    chart.current?.setOption(option(color), { notMerge: true });
  }, [option, scheme]);

  const opens = onPlace || onItem;
  return <div ref={element} style={{ width: '100%', height: '100%', cursor: opens ? 'pointer' : undefined }} />;
}
