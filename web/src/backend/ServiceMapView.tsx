import { Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { ServiceEdge } from '../api/types';
import { full, percent, short } from '../format/number';
import { Icon } from '../ui/Icon';
import css from './Backend.module.css';
import { layOut, type MapNode } from './mapLayout';
import { took } from './waterfall';

const WIDTH = 150;
const HEIGHT = 34;
const GAP_X = 84;
const LEAST_GAP_X = 28;
const GAP_Y = 18;
const ICONS = { browser: 'desktop', service: 'services', external: 'external' } as const;

/** Who calls whom, from browsers on the left to databases on the right. A line is as thick as it is busy. */
export function ServiceMapView({
  edges,
  chosen,
  onChoose,
}: {
  edges: ServiceEdge[];
  chosen: string | undefined;
  onChoose: (service: string) => void;
}) {
  const { nodes, columns, rows } = layOut(edges);
  const most = Math.max(1, ...edges.map((edge) => edge.calls));
  const room = useElementSize<HTMLDivElement>();
  const gap = gapThatFits(columns, room.width);
  const width = columns * (WIDTH + gap) - gap + 2;
  const height = rows * (HEIGHT + GAP_Y) - GAP_Y + 2;
  const tall = (column: number) => nodes.filter((node) => node.column === column).length;
  const x = (node: MapNode) => node.column * (WIDTH + gap) + 1;
  const y = (node: MapNode) => ((rows - tall(node.column)) / 2 + node.row) * (HEIGHT + GAP_Y) + 1;
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return (
    <div className={css.mapScroller}>
      <div ref={room.ref} />
      <div className={css.map} style={{ width, height }} role="group" aria-label="Service map">
        <svg width={width} height={height} aria-hidden="true">
          {edges.map((edge) => {
            const source = byName.get(edge.source);
            const target = byName.get(edge.target);
            if (!source || !target) return null;
            const x1 = x(source) + WIDTH;
            const y1 = y(source) + HEIGHT / 2;
            const x2 = x(target);
            const y2 = y(target) + HEIGHT / 2;
            const bend = Math.max(gap / 2, (x2 - x1) / 2);
            return (
              <path
                key={`${edge.source} ${edge.target} ${edge.kind}`}
                d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
                fill="none"
                stroke={edge.errors / edge.calls > 0.05 ? 'var(--error)' : 'var(--line-strong)'}
                strokeWidth={1.2 + 4 * Math.sqrt(edge.calls / most)}
                opacity={chosen && edge.source !== chosen && edge.target !== chosen ? 0.35 : 1}
              />
            );
          })}
        </svg>
        {nodes.map((node) => {
          const calls = edges.filter((edge) => edge.target === node.name);
          const total = calls.reduce((sum, edge) => sum + edge.calls, 0);
          const errors = calls.reduce((sum, edge) => sum + edge.errors, 0);
          const slowest = Math.max(0, ...calls.map((edge) => edge.p95Ms));
          const hint =
            total > 0
              ? `${full(total)} calls, ${percent(errors / total)} failed, p95 ${took(slowest)}`
              : 'Where requests begin';
          return (
            <Tooltip key={node.name} label={hint}>
              <button
                type="button"
                className={css.node}
                data-kind={node.kind}
                data-bad={errors / Math.max(1, total) > 0.05 || undefined}
                data-chosen={node.name === chosen || undefined}
                style={{ left: x(node), top: y(node), width: WIDTH, height: HEIGHT }}
                disabled={node.kind !== 'service'}
                onClick={() => onChoose(node.name)}
              >
                <Icon name={ICONS[node.kind]} size={14} />
                <span className="ellipsis">{node.kind === 'browser' ? 'Browsers' : node.name}</span>
                {total > 0 && <span className={css.nodeCount}>{short(total)}</span>}
              </button>
            </Tooltip>
          );
        })}
      </div>
    </div>
  );
}

/** Between two columns: what a narrow page leaves, as long as lines can still be told apart. */
function gapThatFits(columns: number, available: number): number {
  if (available === 0 || columns < 2) return GAP_X;
  const free = (available - 2 - columns * WIDTH) / (columns - 1);
  return Math.round(Math.min(GAP_X, Math.max(LEAST_GAP_X, free)));
}
