import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import type { RecordingWindow } from '../api/types';
import { clock, position } from '../format/time';
import { Icon } from '../ui/Icon';
import { Keys } from '../ui/Keys';
import css from './Controls.module.css';
import type { Bounds } from './model';
import { SPEEDS } from './player/Player';
import type { Playback } from './usePlayer';

interface Props {
  playback: Playback;
  bounds: Bounds;
  windows: RecordingWindow[];
  current: RecordingWindow | undefined;
  onWindow: (windowId: string) => void;
  onSeek: (at: number) => void;
}

export function Controls({ playback, bounds, windows, current, onWindow, onSeek }: Props) {
  const { player, state } = playback;
  const length = bounds.to - bounds.from;
  if (windows.length === 0) return null;
  const at = state?.at ?? bounds.from;
  const running = state?.status === 'playing' || state?.status === 'waiting';
  return (
    <div className={css.controls} role="toolbar" aria-label="Playback">
      <Labelled label={running ? 'Pause' : 'Play'} keys="Space">
        <ActionIcon
          variant="filled"
          color="accent"
          radius="xl"
          onClick={() => player?.toggle()}
          aria-label={running ? 'Pause' : 'Play'}
        >
          <Icon name={running ? 'pause' : 'play'} size={14} />
        </ActionIcon>
      </Labelled>
      <Labelled label="10 seconds back" keys="J">
        <ActionIcon onClick={() => onSeek(at - 10_000)} aria-label="10 seconds back">
          <Icon name="back" />
        </ActionIcon>
      </Labelled>
      <Labelled label="10 seconds forward" keys="L">
        <ActionIcon onClick={() => onSeek(at + 10_000)} aria-label="10 seconds forward">
          <Icon name="forward" />
        </ActionIcon>
      </Labelled>
      <span className={css.time}>
        <b>{position(at - bounds.from)}</b>
        <span className="muted"> / {position(length)}</span>
      </span>
      <span className={css.space} />
      {windows.length > 1 && (
        <Menu position="top-end">
          <Menu.Target>
            <button type="button" className={css.button}>
              Tab {windows.findIndex((window) => window.windowId === current?.windowId) + 1} of {windows.length}
              <Icon name="chevronDown" size={12} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {windows.map((window, index) => (
              <Menu.Item
                key={window.windowId}
                onClick={() => onWindow(window.windowId)}
                rightSection={window.windowId === current?.windowId ? <Icon name="check" size={14} /> : undefined}
              >
                Tab {index + 1} · {clock(new Date(window.firstTimestamp), true)} –{' '}
                {clock(new Date(window.lastTimestamp), true)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <button
        type="button"
        className={css.button}
        aria-label="Skip inactivity"
        aria-pressed={state?.skipIdle ?? true}
        onClick={() => player?.setSkipIdle(!state?.skipIdle)}
      >
        <Icon name="skip" size={13} />
        <span className={css.word}>Skip inactivity</span>
      </button>
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className={css.button} aria-label={`Speed ${state?.speed ?? 1}`}>
            {state?.speed ?? 1}×
            <Icon name="chevronDown" size={12} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {SPEEDS.map((speed) => (
            <Menu.Item
              key={speed}
              onClick={() => player?.setSpeed(speed)}
              rightSection={speed === state?.speed ? <Icon name="check" size={14} /> : undefined}
            >
              {speed}×
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function Labelled({ label, keys, children }: { label: string; keys: string; children: React.ReactElement }) {
  return (
    <Tooltip
      label={
        <span className={css.tip}>
          {label} <Keys keys={keys} />
        </span>
      }
    >
      {children}
    </Tooltip>
  );
}
