import { SankeyChart as Sankey } from 'echarts/charts';
import { use } from 'echarts/core';
import { useCallback } from 'react';
import { type Color, EChart } from './EChart';
import { escapeHtml } from './escape';

use([Sankey]);

export interface Node {
  key: string;
  name: string;
  depth: number;
}

export interface Flow {
  from: Node;
  to: Node;
  value: number;
}

interface Props {
  title: string;
  flows: Flow[];
  format: (value: number) => string;
  onOpen: (flow: Flow) => void;
  onNode: (node: Node) => void;
}

/** Streams from column to column, as thick as they are busy. `flows` must keep its identity while nothing changes. */
export default function SankeyChart({ title, flows, format, onOpen, onNode }: Props) {
  const option = useCallback((color: Color) => optionOf(title, flows, format, color), [title, flows, format]);
  return (
    <EChart
      option={option}
      onItem={({ dataType, name, data }) => {
        if (dataType === 'node') {
          const node = flows.flatMap(({ from, to }) => [from, to]).find(({ key }) => key === name);
          if (node) onNode(node);
          return;
        }
        const { source, target } = data as { source?: string; target?: string };
        const flow =
          dataType === 'edge' ? flows.find(({ from, to }) => from.key === source && to.key === target) : undefined;
        if (flow) onOpen(flow);
      }}
    />
  );
}

function optionOf(title: string, flows: Flow[], format: (value: number) => string, color: Color) {
  const nodes = new Map(flows.flatMap(({ from, to }) => [from, to].map((node) => [node.key, node])));
  const colors = [1, 2, 3, 4, 5, 6].map((series) => color(`--series-${series}`));
  const names = [...new Set([...nodes.values()].map(({ name }) => name))];
  return {
    animation: false,
    aria: { enabled: true, label: { description: title } },
    tooltip: {
      confine: true,
      transitionDuration: 0,
      backgroundColor: color('--raised'),
      borderColor: color('--line-strong'),
      borderWidth: 1,
      padding: [6, 9],
      textStyle: { color: color('--text'), fontSize: 12 },
      extraCssText: 'box-shadow: none',
      formatter: (item: {
        dataType?: string;
        name: string;
        value: number;
        data: { source?: string; target?: string };
      }) => {
        const name = (key: string | undefined) => escapeHtml(nodes.get(key ?? '')?.name ?? '');
        return item.dataType === 'edge'
          ? `${name(item.data.source)} → ${name(item.data.target)}<br><b>${format(item.value)}</b>`
          : `${name(item.name)}<br><b>${format(item.value)}</b> here; a click shows all sessions with it`;
      },
    },
    series: [
      {
        type: 'sankey',
        left: 12,
        right: 150,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 10,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: color('--faint'), opacity: 0.22, curveness: 0.5 },
        label: {
          color: color('--text'),
          fontSize: 11,
          width: 140,
          overflow: 'truncate',
          formatter: ({ name }: { name: string }) => nodes.get(name)?.name ?? name,
        },
        data: [...nodes.values()].map((node) => ({
          name: node.key,
          depth: node.depth,
          itemStyle: { color: colors[names.indexOf(node.name) % colors.length], borderWidth: 0 },
        })),
        links: flows.map(({ from, to, value }) => ({ source: from.key, target: to.key, value })),
      },
    ],
  };
}
