import { type CSSProperties, memo, useMemo } from 'react';
import type { RecordingWindow } from '../../api/types';
import { duration } from '../../format/time';
import type { Bounds, TimelineEvent } from '../model';
import type { Stretch } from '../player/activity';
import { buildLanes, histogram, pageSpans } from './lanes';
import css from './Timeline.module.css';

interface Props {
  bounds: Bounds;
  events: TimelineEvent[];
  windows: RecordingWindow[];
  current: RecordingWindow | undefined;
  idle: Stretch[] | undefined;
  loadedTo: number | undefined;
  width: number;
}

const MARK = 4;
const NO_IDLE: Stretch[] = [];

/** Everything of the timeline that does not move with the playhead. */
export const Tracks = memo(function Tracks({
  bounds,
  events,
  windows,
  current,
  idle = NO_IDLE,
  loadedTo,
  width,
}: Props) {
  const columns = Math.max(40, Math.floor(width / MARK));
  const bars = useMemo(
    () =>
      histogram(
        events.map((event) => event.at),
        bounds,
        columns,
      ),
    [events, bounds, columns],
  );
  const lanes = useMemo(() => buildLanes(events, bounds, columns), [events, bounds, columns]);
  const pages = useMemo(() => pageSpans(events, bounds), [events, bounds]);
  const place = (from: number, to: number): CSSProperties => {
    const length = bounds.to - bounds.from;
    return { left: `${((from - bounds.from) / length) * 100}%`, width: `${Math.max(0, (to - from) / length) * 100}%` };
  };
  return (
    <>
      <svg className={css.histogram} viewBox={`0 0 ${columns} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path d={bars.map((height, x) => (height > 0 ? `M${x} 1v${-height}h.75v${height}z` : '')).join('')} />
      </svg>
      {idle.map((stretch) => (
        <span key={stretch.from} className={css.idle} style={place(stretch.from, stretch.to)} />
      ))}
      <div className={css.lane}>
        <span className={css.label}>Pages</span>
        {pages.map((page) => (
          <span
            key={page.at}
            className={css.pageSpan}
            style={{ left: `${page.x * 100}%`, width: `calc(${page.width * 100}% - 1px)` }}
          >
            {page.width * width > 34 ? page.label : ''}
          </span>
        ))}
      </div>
      {lanes.map((lane) => (
        <div key={lane.key} className={css.lane}>
          <span className={css.label}>{lane.label}</span>
          {lane.marks.map((mark) => (
            <span
              key={mark.x}
              className={css.mark}
              data-kind={mark.kind}
              style={{ left: `${mark.x * 100}%` }}
              title={mark.count > 1 ? `${mark.first.title} and ${mark.count - 1} more` : mark.first.title}
            />
          ))}
        </div>
      ))}
      {windows.length > 0 && (
        <div className={css.recorded}>
          <span className={css.label}>Recorded</span>
          {windows.map((window) => {
            const from = Date.parse(window.firstTimestamp);
            const to = Date.parse(window.lastTimestamp);
            const mine = window.windowId === current?.windowId;
            return (
              <span key={window.windowId}>
                <span className={css.coverage} data-current={mine || undefined} style={place(from, to)} />
                {mine && loadedTo !== undefined && loadedTo > from && (
                  <span className={css.loaded} style={place(from, Math.min(to, loadedTo))} />
                )}
                {window.gaps.map((gap) => {
                  const start = Date.parse(gap.fromTimestamp);
                  const end = Date.parse(gap.toTimestamp);
                  const missing = gap.beforeSeq - gap.afterSeq - 1;
                  return (
                    <span
                      key={gap.afterSeq}
                      className={css.gap}
                      style={place(start, end)}
                      title={`${missing} recorded events never arrived (${duration(end - start)})`}
                    />
                  );
                })}
              </span>
            );
          })}
        </div>
      )}
    </>
  );
});
