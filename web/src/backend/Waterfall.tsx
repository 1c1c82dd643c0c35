import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Icon } from '../ui/Icon';
import css from './Trace.module.css';
import { type Bar, took } from './waterfall';

const ROW = 26;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

interface Props {
  bars: Bar[];
  totalMs: number;
  /** Colour token by service. */
  colors: Map<string, string>;
  folded: ReadonlySet<string>;
  chosen: string | undefined;
  onFold: (spanId: string) => void;
  onChoose: (spanId: string) => void;
}

/** Spans below each other, each a bar from when it began to when it ended. */
export function Waterfall({ bars, totalMs, colors, folded, chosen, onFold, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: bars.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  const share = (ms: number) => `${(ms / Math.max(totalMs, 1e-6)) * 100}%`;
  return (
    <div ref={scroller} className={css.waterfall} role="tree" aria-label="Spans">
      <div className={css.axis}>
        <span>Span</span>
        <span className={css.ticks}>
          {TICKS.map((tick) => (
            <span key={tick} style={{ left: `${tick * 100}%` }} data-last={tick === 1 || undefined}>
              {took(tick * totalMs)}
            </span>
          ))}
        </span>
      </div>
      <div className={css.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const bar = bars[index];
          if (!bar) return null;
          const { span } = bar;
          const failed = span.status === 'Error';
          const late = bar.start / Math.max(totalMs, 1e-6) > 0.7;
          const inside = !late && bar.end / Math.max(totalMs, 1e-6) > 0.9;
          return (
            <div
              key={span.spanId}
              role="treeitem"
              aria-level={bar.depth + 1}
              aria-expanded={bar.children > 0 ? !folded.has(span.spanId) : undefined}
              aria-selected={span.spanId === chosen}
              className={css.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span className={css.label} style={{ paddingLeft: 8 + bar.depth * 14 }}>
                {bar.children > 0 ? (
                  <button
                    type="button"
                    className={css.fold}
                    aria-label={folded.has(span.spanId) ? 'Expand' : 'Collapse'}
                    onClick={() => onFold(span.spanId)}
                  >
                    <Icon name={folded.has(span.spanId) ? 'chevronRight' : 'chevronDown'} size={11} />
                  </button>
                ) : (
                  <span className={css.fold} />
                )}
                <button type="button" className={css.choose} onClick={() => onChoose(span.spanId)}>
                  <i style={{ background: `var(${colors.get(span.service) ?? '--series-1'})` }} />
                  {span.service}
                  <span className={css.operation} data-failed={failed || undefined}>
                    {span.operation}
                  </span>
                </button>
              </span>
              <button
                type="button"
                tabIndex={-1}
                aria-label={`Details of ${span.operation}`}
                className={css.lane}
                onClick={() => onChoose(span.spanId)}
              >
                <span
                  className={css.bar}
                  data-failed={failed || undefined}
                  title={`${span.service} ${span.operation}: ${took(span.durationMs)}, ${took(bar.ownMs)} of its own`}
                  style={{
                    left: share(bar.start),
                    width: share(span.durationMs),
                    background: `var(${failed ? '--error' : (colors.get(span.service) ?? '--series-1')})`,
                  }}
                />
                <span
                  className={css.took}
                  style={
                    late
                      ? { right: `calc(100% - ${share(bar.start)} + 5px)` }
                      : inside
                        ? { right: `calc(100% - ${share(bar.end)} + 5px)` }
                        : { left: `calc(${share(bar.end)} + 5px)` }
                  }
                  data-inside={inside || undefined}
                >
                  {took(span.durationMs)}
                </span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
