import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { fetchBehind, fetchSessions } from '../api/queries';
import { type Behind, formatBehind } from '../state/behind';
import type { Condition } from '../state/conditions';
import { type Range, rangeKey, spanOf, viewerZone } from '../state/timeRange';
import { mergeNewest } from './mergeNewest';
import { keepPlace, placeOf } from './place';

const PAGE = 100;
const HEAD = 50;
const LIVE_MS = 2_500;
/** So long the list is there at once for who comes back to it. */
const KEPT_MS = 30 * 60_000;
/** Clocks of browsers and server differ a little: a session may seem to begin a moment from now. */
const AHEAD_MS = 5 * 60_000;

export interface AskedList {
  range: Range;
  filters: Condition[];
  words: string | undefined;
  sort: string;
  behind: Behind | undefined;
}

export function listKey({ range, filters, words, sort, behind }: AskedList): string {
  return `${rangeKey(range)} ${JSON.stringify(filters)} ${sort} ${words ?? ''} ${behind ? formatBehind(behind) : ''}`;
}

function anchorOf(key: string) {
  return { key, now: placeOf(key)?.now ?? new Date() };
}

/**
 * The sessions of a view, page by page. Newest first in a rolling range, the head is asked for again every few seconds: `fresh` counts
 * the sessions that began since, and they are part of the list once `hold` is false. With `behind` it is the list behind that number.
 */
export function useSessionList(projectId: string, list: AskedList, hold: boolean) {
  const { range, filters, words, sort, behind } = list;
  const key = listKey(list);
  const [anchor, setAnchor] = useState(() => anchorOf(key));
  if (anchor.key !== key) setAnchor(anchorOf(key));
  useEffect(() => keepPlace(anchor.key, { now: anchor.now }), [anchor]);
  const live = range.kind === 'rolling' && sort === '-createdAt' && !behind;

  const pages = useInfiniteQuery({
    queryKey: ['sessions', projectId, key, anchor.now.getTime()],
    queryFn: ({ pageParam, signal }) => {
      const span = spanOf(range, anchor.now);
      if (behind) {
        const asked = { filters, from: span.from.toISOString(), to: span.to.toISOString(), timezone: viewerZone() };
        const query = { ...behind.query, ...asked };
        return fetchBehind(projectId, { query, cell: behind.cell, limit: PAGE, cursor: pageParam }, signal);
      }
      const to = range.kind === 'rolling' ? new Date(span.to.getTime() + AHEAD_MS) : span.to;
      const search = { from: span.from.toISOString(), to: to.toISOString(), filters, q: words, sort, limit: PAGE };
      return fetchSessions(projectId, { ...search, cursor: pageParam }, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
  });

  const head = useQuery({
    queryKey: ['sessions head', projectId, key, anchor.now.getTime()],
    queryFn: ({ signal }) => {
      const { from } = spanOf(range, new Date());
      const to = new Date(Date.now() + AHEAD_MS);
      return fetchSessions(
        projectId,
        { from: from.toISOString(), to: to.toISOString(), filters, q: words, sort, limit: HEAD },
        signal,
      );
    },
    enabled: live && pages.isSuccess && !pages.isPlaceholderData,
    refetchInterval: LIVE_MS,
    staleTime: 0,
  });

  const loaded = useMemo(() => pages.data?.pages.flatMap((page) => page.sessions) ?? [], [pages.data]);
  const merged = useMemo(() => mergeNewest(loaded, head.data?.sessions ?? [], hold), [loaded, head.data, hold]);
  // So many new ones that the next poll could leave a hole between its last and the first one loaded: begin anew.
  if (live && !hold && merged.fresh >= HEAD - 10) setAnchor({ key, now: new Date() });
  return { ...merged, pages, statement: pages.data?.pages[0], live };
}
