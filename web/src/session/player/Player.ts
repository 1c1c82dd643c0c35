import type { Replayer } from '@rrweb/replay';
import type { eventWithTime } from '@rrweb/types';
import { idleStretches, isActivity, type Stretch, stretchAt } from './activity';
import { CANVAS_RULES } from './canvas';
import { STEADY_RULES, steady } from './steady';

export interface PlayerState {
  /** `empty`: nothing to show yet; `waiting`: played to the end of what is loaded and more is coming. */
  status: 'empty' | 'paused' | 'playing' | 'waiting' | 'ended';
  /** Where the playhead stands, epoch milliseconds. */
  at: number;
  speed: number;
  skipIdle: boolean;
  /** What is loaded of the recording. */
  from: number;
  to: number;
  count: number;
  complete: boolean;
  idle: Stretch[];
  width: number;
  height: number;
}

export const SPEEDS = [0.5, 1, 2, 4, 8, 16];
const STATE_HZ = 8;

type ReplayerClass = typeof Replayer;

/**
 * Plays one recording that may still be streaming in or going on. The replay itself is rrweb's, in an iframe that runs no scripts; this
 * class adds what it lacks: a playhead in wall-clock time, waiting for events that are not there yet, and stepping over idleness.
 */
export class Player {
  #root: HTMLElement;
  #Replayer: ReplayerClass;
  #replayer: Replayer | undefined;
  #early: eventWithTime[] = [];
  #moments: number[] = [];
  #unsorted = false;
  #wanted: { at: number; play: boolean } | undefined;
  #frame = 0;
  #published = 0;
  #state: PlayerState;
  #listeners = new Set<() => void>();
  #frameListeners = new Set<(at: number) => void>();
  onEnd: (() => void) | undefined;

  constructor(
    root: HTMLElement,
    ReplayerType: ReplayerClass,
    start: { at: number; play: boolean; speed: number; skipIdle: boolean },
  ) {
    this.#root = root;
    this.#Replayer = ReplayerType;
    this.#wanted = { at: start.at, play: start.play };
    this.#state = {
      status: 'empty',
      at: start.at,
      speed: start.speed,
      skipIdle: start.skipIdle,
      from: 0,
      to: 0,
      count: 0,
      complete: false,
      idle: [],
      width: 0,
      height: 0,
    };
  }

  get state(): PlayerState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called with the playhead for each frame that is drawn while it moves. */
  onFrame(listener: (at: number) => void): () => void {
    this.#frameListeners.add(listener);
    listener(this.#state.at);
    return () => this.#frameListeners.delete(listener);
  }

  /** Takes the next events of the recording, in the order recorded. */
  feed(events: eventWithTime[]): void {
    if (events.length === 0) return;
    for (const event of events) if (isActivity(event)) this.#moments.push(event.timestamp);
    if (this.#replayer) this.#append(this.#replayer, events);
    else {
      this.#early.push(...events);
      this.#create();
    }
    const to = events.reduce((latest, event) => Math.max(latest, event.timestamp), this.#state.to);
    const from = this.#early[0]?.timestamp ?? this.#state.from;
    this.#publish({ to, from, count: this.#state.count + events.length, idle: idleStretches(this.#moments, from, to) });
    this.#resumeWanted();
  }

  /** All there is of the recording has been fed; `live` means that more may come. */
  complete(live: boolean): void {
    this.#publish({ complete: !live });
    if (this.#wanted && this.#replayer) this.seek(Math.min(this.#wanted.at, this.#state.to), this.#wanted.play);
    else if (!live && this.#state.status === 'waiting') this.#ended();
  }

  play(): void {
    const { status, at, from, to } = this.#state;
    if (status === 'ended' || (status === 'paused' && at >= to && this.#state.complete)) this.seek(from, true);
    else this.seek(at, true);
  }

  pause(): void {
    this.#wanted = undefined;
    this.#replayer?.pause();
    cancelAnimationFrame(this.#frame);
    this.#publish({ status: this.#replayer ? 'paused' : 'empty' });
  }

  toggle(): void {
    if (this.#state.status === 'playing' || this.#state.status === 'waiting') this.pause();
    else this.play();
  }

  /** Moves the playhead; a moment that is not loaded yet is shown once it is. */
  seek(at: number, play = this.#state.status === 'playing' || this.#state.status === 'waiting'): void {
    const { from, to } = this.#state;
    if (!this.#replayer || (at > to && !this.#state.complete)) {
      this.#wanted = { at, play };
      if (this.#replayer) this.#replayer.pause();
      this.#publish({ at, status: this.#replayer ? 'waiting' : 'empty' });
      this.#emitFrame(at);
      return;
    }
    this.#wanted = undefined;
    const target = Math.max(from, Math.min(to, at));
    this.#sort(this.#replayer);
    if (play) this.#replayer.play(target - from);
    else this.#replayer.pause(target - from);
    this.#publish({ at: target, status: play ? 'playing' : 'paused' });
    this.#emitFrame(target);
    cancelAnimationFrame(this.#frame);
    if (play) this.#frame = requestAnimationFrame(this.#tick);
  }

  setSpeed(speed: number): void {
    this.#replayer?.setConfig({ speed });
    this.#publish({ speed });
  }

  setSkipIdle(skipIdle: boolean): void {
    this.#publish({ skipIdle });
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#listeners.clear();
    this.#frameListeners.clear();
    this.#replayer?.destroy();
    this.#replayer = undefined;
  }

  #create(): void {
    const events = this.#early;
    // The player cannot begin before the first full snapshot (type 2).
    if (events.length < 2 || !events.some((event) => event.type === 2)) return;
    const replayer = new this.#Replayer(events, {
      root: this.#root,
      speed: this.#state.speed,
      mouseTail: { strokeStyle: '#5c7cfa', lineWidth: 2 },
      showWarning: false,
      skipInactive: false,
      triggerFocus: false,
      insertStyleRules: [...STEADY_RULES, ...CANVAS_RULES],
    });
    replayer.on('resize', (size) => {
      const { width, height } = size as { width: number; height: number };
      this.#publish({ width, height });
    });
    replayer.on('finish', () => this.#finish());
    steady(replayer);
    this.#replayer = replayer;
    this.#early = [];
    this.#publish({
      from: events.reduce((first, event) => Math.min(first, event.timestamp), Infinity),
      status: 'paused',
    });
  }

  #append(replayer: Replayer, events: eventWithTime[]): void {
    const { context } = replayer.service.state;
    const playing = replayer.service.state.matches('playing');
    for (const event of events) {
      // While it plays, the event must also reach the running timer; events of the past would be applied out of turn.
      if (playing && event.timestamp > this.#now(replayer)) replayer.addEvent(event);
      else {
        const last = context.events.at(-1);
        if (last && last.timestamp > event.timestamp) this.#unsorted = true;
        context.events.push(event);
      }
    }
  }

  #sort(replayer: Replayer): void {
    if (!this.#unsorted) return;
    replayer.service.state.context.events.sort((a, b) => a.timestamp - b.timestamp);
    this.#moments.sort((a, b) => a - b);
    this.#unsorted = false;
  }

  #resumeWanted(): void {
    const { to } = this.#state;
    if (this.#wanted && this.#replayer && this.#wanted.at <= to) this.seek(this.#wanted.at, this.#wanted.play);
  }

  #finish(): void {
    if (this.#state.status !== 'playing') return;
    if (this.#state.complete) this.#ended();
    else this.seek(this.#state.to + 1, true);
  }

  #ended(): void {
    cancelAnimationFrame(this.#frame);
    this.#wanted = undefined;
    this.#publish({ status: 'ended', at: this.#state.to });
    this.#emitFrame(this.#state.to);
    this.onEnd?.();
  }

  #tick = (): void => {
    const replayer = this.#replayer;
    if (!replayer || this.#state.status !== 'playing') return;
    const at = Math.min(this.#now(replayer), this.#state.to);
    const idle = this.#state.skipIdle ? stretchAt(this.#state.idle, at) : undefined;
    if (idle && idle.to - at > 500) {
      this.seek(idle.to, true);
      return;
    }
    this.#emitFrame(at);
    const time = performance.now();
    if (time - this.#published > 1000 / STATE_HZ) this.#publish({ at });
    else this.#state = { ...this.#state, at };
    this.#frame = requestAnimationFrame(this.#tick);
  };

  #now(replayer: Replayer): number {
    return this.#state.from + replayer.getCurrentTime();
  }

  #emitFrame(at: number): void {
    for (const listener of this.#frameListeners) listener(at);
  }

  #publish(change: Partial<PlayerState>): void {
    this.#published = performance.now();
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
