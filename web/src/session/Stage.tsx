import { Loader } from '@mantine/core';
import { type Ref, useLayoutEffect, useRef, useState } from 'react';
import type { RecordingWindow, Session } from '../api/types';
import { duration } from '../format/time';
import { Icon } from '../ui/Icon';
import { Failed } from '../ui/States';
import css from './Stage.module.css';
import type { Playback } from './usePlayer';

interface Props {
  ref: Ref<HTMLDivElement>;
  playback: Playback;
  window: RecordingWindow | undefined;
  session: Session;
}

const PADDING = 16;

/** The room of the replay: the recorded viewport, scaled to fit and never enlarged. */
export function Stage({ ref, playback, window: recording, session }: Props) {
  const { player, state, error, retry } = playback;
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = room.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const width = state?.width || 1280;
  const height = state?.height || 800;
  const scale = Math.min(1, (size.width - 2 * PADDING) / width, (size.height - 2 * PADDING) / height);
  const shown = state !== undefined && state.status !== 'empty' && state.width > 0;
  const gap = recording?.gaps.find(({ fromTimestamp, toTimestamp }) => {
    const at = state?.at ?? 0;
    return at >= Date.parse(fromTimestamp) && at <= Date.parse(toTimestamp);
  });

  return (
    <div ref={room} className={css.room}>
      <div
        className={css.page}
        style={{ width: width * scale, height: height * scale, visibility: shown ? 'visible' : 'hidden' }}
      >
        <div
          ref={ref}
          className={css.replay}
          style={{ transform: `scale(${scale})`, width, height }}
          title={`Recording of ${session.entryPage}`}
        />
        <button
          type="button"
          className={css.cover}
          aria-label={state?.status === 'playing' ? 'Pause' : 'Play'}
          tabIndex={-1}
          onClick={() => player?.toggle()}
        >
          {(state?.status === 'paused' || state?.status === 'ended') && (
            <span className={css.pausedMark}>
              <Icon name={state.status === 'ended' ? 'back' : 'play'} size={28} />
            </span>
          )}
        </button>
      </div>
      {error !== undefined && (
        <div className={css.over}>
          <Failed what="The recording could not be loaded" error={error} onRetry={retry} />
        </div>
      )}
      {error === undefined && (!shown || state.status === 'waiting') && (
        <output className={shown ? css.note : css.wait}>
          <Loader size={14} color="gray" />
          {waitingFor(state?.count ?? 0, state?.complete ?? false)}
        </output>
      )}
      {gap && (
        <output className={css.note}>
          {gap.beforeSeq - gap.afterSeq - 1} recorded events never arrived here (
          {duration(Date.parse(gap.toTimestamp) - Date.parse(gap.fromTimestamp))}); the picture is whole again after the
          gap.
        </output>
      )}
    </div>
  );
}

function waitingFor(count: number, complete: boolean): string {
  if (complete) return 'This recording holds no picture of the page';
  return count > 0 ? 'Waiting for more of the recording' : 'Loading the recording';
}
