import type { Replayer } from '@rrweb/replay';
import type { eventWithTime, scrollData } from '@rrweb/types';

/**
 * Keeps scroll positions right when the playhead jumps. The player then builds the page aside and sets positions as it puts it in place, before
 * the sheets that scripts have adopted apply: what is not yet high enough scrolls too little, and what becomes higher later is moved by the browser's
 * scroll anchoring. So the last position of everything that has scrolled is set once more when the player says that it is done.
 */
export function steady(replayer: Replayer): void {
  const positions = new Map<number, scrollData>();
  replayer.on('event-cast', (cast) => {
    const event = cast as eventWithTime;
    // A full snapshot (2) has its own positions; a scroll is an incremental event (3) of source 3.
    if (event.type === 2) positions.clear();
    else if (event.type === 3 && event.data.source === 3) positions.set(event.data.id, event.data);
  });
  // Not in the player's types, which call it private.
  const { applyScroll } = replayer as unknown as { applyScroll(data: scrollData, isSync: boolean): void };
  replayer.on('flush', () => {
    for (const position of positions.values()) applyScroll.call(replayer, position, true);
  });
}
