import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/client';
import { projectPath } from '../api/queries';
import { type Range, rangeKey } from '../state/timeRange';
import { ends, type Params, query } from './queries';

/** A list that is read page by page, of a range as it was when the list was opened. */
export function usePages<T extends { nextCursor: string | null }>(
  projectId: string,
  path: string,
  range: Range,
  params: Params,
) {
  const key = `${path} ${rangeKey(range)} ${JSON.stringify(params)}`;
  const [anchor, setAnchor] = useState(() => ({ key, ends: ends(range) }));
  if (anchor.key !== key) setAnchor({ key, ends: ends(range) });
  const pages = useInfiniteQuery({
    queryKey: ['backend pages', projectId, key, anchor.ends.to],
    queryFn: ({ pageParam, signal }) =>
      get<T>(`${projectPath(projectId)}${path}${query({ ...anchor.ends, ...params, cursor: pageParam })}`, {}, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { ...pages, again: () => setAnchor({ key, ends: ends(range) }) };
}
