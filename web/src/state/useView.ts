import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useContext, useMemo } from 'react';
import type { Filter } from '../api/types';
import { addFilters, formatFilter, parseFilters } from './filters';
import { sharedSearch, type ViewSearch } from './search';
import { TileContext } from './tile';
import { type PresetKey, parseRange, type Span } from './timeRange';

/** What the address bar says about the current view, and how to change it. */
export function useView() {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const address = useSearch({ strict: false }) as ViewSearch;
  const tile = useContext(TileContext);
  const search = tile?.search ?? address;
  const navigate = useNavigate();
  const { range: rangeText, from, to } = search;
  const range = useMemo(() => parseRange({ range: rangeText, from, to }), [rangeText, from, to]);
  const filterKey = (search.f ?? []).join('\n');
  const filters = useMemo(() => parseFilters(filterKey ? filterKey.split('\n') : []), [filterKey]);

  const update = useCallback(
    (change: Partial<ViewSearch>, replace = false) => {
      // What is changed in a tile is shown by the whole analysis: the dashboard's address says nothing of one tile.
      if (tile)
        void navigate({
          to: '/p/$projectId/insights/$kind',
          params: { projectId, kind: tile.insight },
          search: { ...tile.search, ...change },
        } as never);
      else void navigate({ to: '.', search: (previous: ViewSearch) => ({ ...previous, ...change }), replace } as never);
    },
    [navigate, projectId, tile],
  );
  const setFilters = useCallback(
    (next: Filter[]) => update({ f: next.length > 0 ? next.map(formatFilter) : undefined }),
    [update],
  );
  const setPreset = useCallback((key: PresetKey) => update({ range: key, from: undefined, to: undefined }), [update]);
  const setSpan = useCallback(
    (span: Span) => update({ range: undefined, from: span.from.toISOString(), to: span.to.toISOString() }),
    [update],
  );

  return { projectId, search, range, filters, filterKey, update, setFilters, setPreset, setSpan };
}

/** The search of a link to the sessions behind a number: the present view, narrowed. */
export function sessionsSearch(search: ViewSearch, filters: Filter[], added: Filter[], span?: Span): ViewSearch {
  const all = addFilters(filters, added);
  const shared = sharedSearch(search);
  return {
    ...shared,
    f: all.length > 0 ? all.map(formatFilter) : undefined,
    ...(span ? { range: undefined, from: span.from.toISOString(), to: span.to.toISOString() } : {}),
  };
}
