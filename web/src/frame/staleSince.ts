import type { Query } from '@tanstack/react-query';

/** What of a query matters here. */
export type Shown = Pick<Query, 'isActive'> & {
  state: Pick<Query['state'], 'data' | 'dataUpdatedAt' | 'status' | 'fetchStatus'>;
};

/** Since when something on the screen could not be asked again: the time of the oldest such answer. */
export function staleSince(queries: Shown[]): number | undefined {
  const times = queries
    .filter(({ state }) => state.data !== undefined && (state.status === 'error' || state.fetchStatus === 'paused'))
    .filter((query) => query.isActive())
    .map(({ state }) => state.dataUpdatedAt);
  return times.length > 0 ? Math.min(...times) : undefined;
}
