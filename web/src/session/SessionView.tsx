import { useEffect, useMemo, useRef, useState } from 'react';
import type { SessionDetail } from '../api/types';
import { useView } from '../state/useView';
import { toast } from '../ui/toast';
import { Controls } from './Controls';
import { boundsOf, distance, nearestWindow, toTimeline } from './model';
import { Details } from './panel/Details';
import { Panel } from './panel/Panel';
import { SessionHeader } from './SessionHeader';
import css from './SessionView.module.css';
import { Stage } from './Stage';
import { Timeline } from './timeline/Timeline';
import { usePlayer } from './usePlayer';
import { useSessionKeys } from './useSessionKeys';

const LEAD_MS = 3_000;

interface Props {
  projectId: string;
  detail: SessionDetail;
  live: boolean;
}

export function SessionView({ projectId, detail, live }: Props) {
  const { search, update } = useView();
  const { session, windows } = detail;
  const stage = useRef<HTMLDivElement>(null);
  const bounds = useMemo(() => boundsOf(detail), [detail]);
  const events = useMemo(() => toTimeline(detail.events), [detail.events]);
  const current =
    windows.find((window) => window.windowId === search.w) ??
    (search.at ? nearestWindow(windows, Date.parse(search.at)) : undefined) ??
    windows[0];
  // A link from a result names a moment; playing begins a little before it, so that one sees what led there.
  const linkedAt = search.at ? Math.max(bounds.from, Date.parse(search.at) - LEAD_MS) : Number.NaN;
  const wanted = search.t !== undefined ? bounds.from + search.t * 1000 : Number.isNaN(linkedAt) ? undefined : linkedAt;
  const [selectedAt, setSelectedAt] = useState(() => wanted ?? bounds.from);
  const handOver = useRef<number>(undefined);

  const startAt = handOver.current ?? wanted ?? Date.parse(current?.firstTimestamp ?? session.createdAt);
  const playback = usePlayer(stage, {
    projectId,
    sessionId: session.sessionId,
    windowId: current?.windowId,
    available: current?.eventCount ?? 0,
    live,
    startAt,
    autoplay: wanted === undefined || handOver.current !== undefined,
  });
  const { player, state } = playback;
  const at = state?.at ?? selectedAt;

  const selectWindow = (windowId: string, from?: number) => {
    handOver.current = from;
    update({ w: windowId, t: undefined, at: undefined }, true);
  };
  const seek = (moment: number) => {
    setSelectedAt(moment);
    if (!player || !current) return;
    const nearest = nearestWindow(windows, moment) ?? current;
    if (nearest.windowId === current.windowId || distance(current, moment) === 0) player.seek(moment);
    else selectWindow(nearest.windowId, Math.max(moment, Date.parse(nearest.firstTimestamp)));
  };
  const share = async () => {
    const seconds = Math.max(0, Math.round((at - bounds.from) / 100) / 10);
    update({ t: seconds, at: undefined }, true);
    const url = new URL(location.href);
    url.searchParams.delete('at');
    url.searchParams.set('t', String(seconds));
    await navigator.clipboard?.writeText(url.href).catch(() => undefined);
    toast('Link to this second copied');
  };

  // At the end of one tab's recording the next tab's takes over, where there is one that goes on longer.
  useEffect(() => {
    if (!player || !current) return;
    player.onEnd = () => {
      const end = Date.parse(current.lastTimestamp);
      const next = windows.find(
        (window) =>
          Date.parse(window.firstTimestamp) > Date.parse(current.firstTimestamp) &&
          Date.parse(window.lastTimestamp) > end + 1_000,
      );
      if (next) selectWindow(next.windowId, Math.max(end, Date.parse(next.firstTimestamp)));
    };
  });
  useSessionKeys({ player, events, at, seek, share: () => void share() });

  return (
    <div className={css.page} data-recorded={windows.length > 0 || undefined}>
      <SessionHeader projectId={projectId} session={session} live={live} onShare={() => void share()} />
      <div className={css.stage}>
        {windows.length > 0 ? (
          <Stage ref={stage} playback={playback} window={current} session={session} />
        ) : (
          <div className={css.unrecorded}>
            <p className={css.notice}>
              This session was not recorded. Its events are listed on the right and shown on the timeline below.
            </p>
            <Details detail={detail} />
          </div>
        )}
      </div>
      <div className={css.foot}>
        <Controls
          playback={playback}
          bounds={bounds}
          windows={windows}
          current={current}
          onWindow={selectWindow}
          onSeek={seek}
        />
        <Timeline
          bounds={bounds}
          events={events}
          windows={windows}
          current={current}
          player={player}
          state={state}
          at={at}
          onSeek={seek}
        />
      </div>
      <Panel
        projectId={projectId}
        live={live}
        detail={detail}
        events={events}
        at={at}
        bounds={bounds}
        onSeek={seek}
        follow={state?.status === 'playing'}
      />
    </div>
  );
}
