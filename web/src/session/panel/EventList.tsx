import { Link, useParams } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useEffect, useRef } from 'react';
import { position } from '../../format/time';
import { Icon } from '../../ui/Icon';
import { type Bounds, indexAt, isFailedRequest, KIND_ICONS, type TimelineEvent } from '../model';
import css from './Panel.module.css';

const ROW = 28;

interface Props {
  events: TimelineEvent[];
  bounds: Bounds;
  at: number;
  /** Keeps the event under the playhead in sight. */
  follow: boolean;
  selected: string | undefined;
  onChoose: (event: TimelineEvent) => void;
  empty: string;
}

export function EventList({ events, bounds, at, follow, selected, onChoose, empty }: Props) {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const scroller = useRef<HTMLDivElement>(null);
  const touched = useRef(0);
  const now = indexAt(events, at);
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });

  useEffect(() => {
    // A person who scrolls the list is left alone for a while.
    if (follow && now >= 0 && Date.now() - touched.current > 4_000) rows.scrollToIndex(now, { align: 'auto' });
  }, [follow, now, rows]);

  if (events.length === 0) return <p className={css.empty}>{empty}</p>;
  return (
    <div
      ref={scroller}
      className={css.scroller}
      onWheel={() => {
        touched.current = Date.now();
      }}
    >
      <div className={css.body} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const item = events[row.index];
          if (!item) return null;
          return (
            <Fragment key={item.event.eventId}>
              <button
                type="button"
                className={css.row}
                style={{ transform: `translateY(${row.start}px)` }}
                data-kind={item.kind}
                data-failed={isFailedRequest(item.event) || undefined}
                data-past={row.index <= now ? 'yes' : 'no'}
                data-now={row.index === now || undefined}
                data-traced={item.event.traceId ? true : undefined}
                data-selected={item.event.eventId === selected || undefined}
                onClick={() => onChoose(item)}
              >
                <span className={css.time}>{position(item.at - bounds.from)}</span>
                <Icon name={KIND_ICONS[item.kind]} size={14} />
                <span className={css.title} title={item.title}>
                  {item.title}
                </span>
                <span className={css.detail} title={item.detail}>
                  {item.detail}
                </span>
              </button>
              {item.event.traceId && (
                <Link
                  to="/p/$projectId/traces/$traceId"
                  params={{ projectId, traceId: item.event.traceId.toLowerCase() }}
                  className={css.rowTrace}
                  style={{ transform: `translateY(${row.start}px)` }}
                  title="Show the trace of this request"
                  aria-label={`Trace of ${item.title}`}
                >
                  <Icon name="trace" size={14} />
                </Link>
              )}
            </Fragment>
          );
        })}
      </div>
    </div>
  );
}
