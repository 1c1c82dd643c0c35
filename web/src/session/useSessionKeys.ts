import { useShortcuts } from '../state/keys';
import { indexAt, type TimelineEvent } from './model';
import { type Player, SPEEDS } from './player/Player';

interface Options {
  player: Player | undefined;
  events: TimelineEvent[];
  at: number;
  seek: (at: number) => void;
  share: () => void;
}

export function useSessionKeys({ player, events, at, seek, share }: Options): void {
  const by = (ms: number) => () => seek((player?.state.at ?? at) + ms);
  const faster = (step: number) => () => {
    const speed = player?.state.speed ?? 1;
    const index = SPEEDS.indexOf(speed) + step;
    player?.setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, index))] ?? 1);
  };
  const toEvent = (step: 1 | -1) => () => {
    const now = player?.state.at ?? at;
    const index = step > 0 ? indexAt(events, now + 1) + 1 : indexAt(events, now - 1);
    const event = events[index];
    player?.pause();
    if (event) seek(event.at);
  };
  const toggle = () => player?.toggle();
  useShortcuts('Session', [
    { keys: 'Space', label: 'Play or pause', run: toggle },
    { keys: 'k', label: 'Play or pause', run: toggle },
    { keys: 'j', label: '10 seconds back', run: by(-10_000) },
    { keys: 'l', label: '10 seconds forward', run: by(10_000) },
    { keys: 'ArrowLeft', label: '5 seconds back', run: by(-5_000) },
    { keys: 'ArrowRight', label: '5 seconds forward', run: by(5_000) },
    { keys: ',', label: 'Previous event', run: toEvent(-1) },
    { keys: '.', label: 'Next event', run: toEvent(1) },
    { keys: '<', label: 'Slower', run: faster(-1) },
    { keys: '>', label: 'Faster', run: faster(1) },
    { keys: 'i', label: 'Skip inactivity on or off', run: () => player?.setSkipIdle(!player.state.skipIdle) },
    { keys: 's', label: 'Share at this second', run: share },
    { keys: '0', label: 'From the beginning', run: () => seek(0) },
  ]);
}
