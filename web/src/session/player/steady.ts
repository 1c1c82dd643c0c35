import type { Replayer } from '@rrweb/replay';
import type { eventWithTime, scrollData } from '@rrweb/types';

/** For every document of the replay: where a person was is recorded, and nothing is to be corrected by the browser's scroll anchoring. */
export const STEADY_RULES = ['* { overflow-anchor: none !important; }'];

/**
 * Keeps scroll positions right when the playhead jumps. The player then builds the page aside and sets positions as it puts it in place, before
 * the sheets that scripts have adopted apply: what is not yet high enough scrolls too little, and what becomes higher later is moved by the browser's
 * scroll anchoring. So the last position of everything that has scrolled is set once more when the player says that it is done.
 */
export function steady(replayer: Replayer): void {
  const positions = new Map<number, scrollData>();
  replayer.on('event-cast', (cast) => {
    const event = cast as eventWithTime;
    // A full snapshot (2) has its own positions; of incremental events (3) a scroll is of source 3, and nodes that are added (0) begin at their top.
    if (event.type === 2) positions.clear();
    else if (event.type === 3 && event.data.source === 3) positions.set(event.data.id, event.data);
    else if (event.type === 3 && event.data.source === 0)
      for (const { node } of event.data.adds) positions.delete(node.id);
  });
  // Not in the player's types, which call it private.
  const { applyScroll } = replayer as unknown as { applyScroll(data: scrollData, isSync: boolean): void };
  replayer.on('flush', () => {
    for (const position of positions.values()) applyScroll.call(replayer, position, true);
  });
}
