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
  const pump = useRef<() => void>(() => {});

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

  // A load that runs is not broken off when the session goes on meanwhile: it is followed by one for the rest.
  useEffect(() => {
    if (!player || !windowId) return;
    const abort = new AbortController();
    let busy = false;
    pump.current = () => {
      const { available: wanted, live: more } = start.current;
      if (busy) return;
      if (player.state.count > 0 && player.state.count >= wanted) {
        player.complete(more);
        return;
      }
      busy = true;
      loadRecording({
        path: replayPath(projectId, sessionId),
        windowId,
        skip: player.state.count,
        signal: abort.signal,
        onEvents: (events) => player.feed(events),
      }).then(
        () => {
          busy = false;
          if (start.current.available > wanted) pump.current();
          else player.complete(start.current.live);
        },
        (cause) => {
          busy = false;
          if (!abort.signal.aborted) setError(cause);
        },
      );
    };
    pump.current();
    return () => {
      abort.abort();
      pump.current = () => {};
    };
  }, [player, projectId, sessionId, windowId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is more to load, or another try is asked for
  useEffect(() => pump.current(), [available, live, attempt]);

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
