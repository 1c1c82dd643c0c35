import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RecordingWindow } from '../../api/types';
import { position } from '../../format/time';
import { type Bounds, indexAt, type TimelineEvent } from '../model';
import type { Player, PlayerState } from '../player/Player';
import { axisTicks } from './lanes';
import css from './Timeline.module.css';
import { Tracks } from './Tracks';

interface Props {
  bounds: Bounds;
  events: TimelineEvent[];
  windows: RecordingWindow[];
  current: RecordingWindow | undefined;
  player: Player | undefined;
  state: PlayerState | undefined;
  at: number;
  onSeek: (at: number) => void;
}

export function Timeline({ bounds, events, windows, current, player, state, at, onSeek }: Props) {
  const tracks = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  const [hover, setHover] = useState<number>();
  const length = bounds.to - bounds.from;

  useLayoutEffect(() => {
    const element = tracks.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // The playhead moves with each frame, without React.
  useEffect(() => {
    const place = (moment: number) => {
      const share = Math.max(0, Math.min(1, (moment - bounds.from) / length));
      if (head.current) head.current.style.transform = `translateX(${share * width}px)`;
    };
    if (!player) {
      place(at);
      return;
    }
    return player.onFrame(place);
  }, [player, bounds.from, length, width, at]);

  const momentAt = (event: PointerEvent) => {
    const box = tracks.current?.getBoundingClientRect();
    if (!box) return bounds.from;
    return bounds.from + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * length;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onSeek(momentAt(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const moment = momentAt(event);
    setHover(moment);
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onSeek(moment);
  };

  const ticks = useMemo(() => axisTicks(bounds, width), [bounds, width]);
  return (
    <div className={css.timeline}>
      <div
        ref={tracks}
        className={css.tracks}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHover(undefined)}
        role="slider"
        tabIndex={0}
        aria-label="Position in the session"
        aria-valuemin={0}
        aria-valuemax={Math.round(length / 1000)}
        aria-valuenow={Math.round((at - bounds.from) / 1000)}
        aria-valuetext={position(at - bounds.from)}
      >
        <Tracks
          bounds={bounds}
          events={events}
          windows={windows}
          current={current}
          idle={state?.idle}
          loadedTo={state?.to}
          width={width}
        />
        <div className={css.axis}>
          {ticks.map((offset) => (
            <span key={offset} className={css.tick} style={{ left: `${(offset / length) * 100}%` }}>
              {position(offset)}
            </span>
          ))}
        </div>
        <div ref={head} className={css.head} />
        {hover !== undefined && <Ghost hover={hover} bounds={bounds} events={events} width={width} />}
      </div>
    </div>
  );
}

/** The moment under the pointer, and what happened last before it. */
function Ghost({
  hover,
  bounds,
  events,
  width,
}: {
  hover: number;
  bounds: Bounds;
  events: TimelineEvent[];
  width: number;
}) {
  const length = bounds.to - bounds.from;
  const share = (hover - bounds.from) / length;
  const near = events[indexAt(events, hover + (length / width) * 4)];
  const close = near && Math.abs(near.at - hover) < (length / width) * 8 ? near : undefined;
  return (
    <div className={css.ghost} style={{ left: `${share * 100}%` }}>
      <span className={css.ghostText} data-side={share > 0.5 ? 'left' : 'right'}>
        {position(hover - bounds.from)}
        {close && <b>{close.title}</b>}
      </span>
    </div>
  );
}
