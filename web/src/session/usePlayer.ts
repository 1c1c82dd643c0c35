import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { replayPath } from '../api/queries';
import { recall, remember } from '../state/remembered';
import { loadRecording } from './player/loadRecording';
import { Player, type PlayerState } from './player/Player';

export interface Playback {
  player: Player | undefined;
  state: PlayerState | undefined;
  error: unknown;
  retry: () => void;
}

interface Options {
  projectId: string;
  sessionId: string;
  windowId: string | undefined;
  /** Recorded events that the server has of the window; when it grows, the rest is fetched. */
  available: number;
  live: boolean;
  startAt: number;
  autoplay: boolean;
}

/** Loads a window's recording into a player inside `stage`, and follows it while the session goes on. */
export function usePlayer(stage: RefObject<HTMLDivElement | null>, options: Options): Playback {
  const { projectId, sessionId, windowId, available, live } = options;
  const [player, setPlayer] = useState<Player>();
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const start = useRef(options);
  start.current = options;
  const loading = useRef(false);

  useEffect(() => {
    const root = stage.current;
    if (!root || !windowId) return;
    let mine: Player | undefined;
    let gone = false;
    setError(undefined);
    Promise.all([import('@rrweb/replay'), import('@rrweb/replay/dist/style.css')]).then(
      ([{ Replayer }]) => {
        if (gone) return;
        const { startAt, autoplay } = start.current;
        const speed = Number(recall('speed')) || 1;
        mine = new Player(root, Replayer, {
          at: startAt,
          play: autoplay,
          speed,
          skipIdle: recall('skipIdle') !== 'no',
        });
        setPlayer(mine);
      },
      (cause) => setError(cause),
    );
    return () => {
      gone = true;
      mine?.destroy();
      setPlayer(undefined);
    };
  }, [stage, windowId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another try
  useEffect(() => {
    if (!player || !windowId || loading.current) return;
    if (player.state.count >= available && player.state.count > 0) {
      if (!live) player.complete(false);
      return;
    }
    const abort = new AbortController();
    loading.current = true;
    const done = () => {
      loading.current = false;
    };
    loadRecording({
      path: replayPath(projectId, sessionId),
      windowId,
      skip: player.state.count,
      signal: abort.signal,
      onEvents: (events) => player.feed(events),
    }).then(
      () => {
        done();
        player.complete(start.current.live);
      },
      (cause) => {
        done();
        if (!abort.signal.aborted) setError(cause);
      },
    );
    return () => {
      abort.abort();
      done();
    };
  }, [player, projectId, sessionId, windowId, available, live, attempt]);

  const state = useSyncExternalStore(player?.subscribe ?? noSubscription, () => player?.state);
  useEffect(() => {
    if (!state) return;
    remember('speed', String(state.speed));
    remember('skipIdle', state.skipIdle ? 'yes' : 'no');
  }, [state?.speed, state?.skipIdle, state]);

  const retry = () => {
    setError(undefined);
    setAttempt((count) => count + 1);
  };
  return { player, state, error, retry };
}

function noSubscription(): () => void {
  return () => {};
}
