import { useLocation, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sharedSearch, type ViewSearch } from '../state/search';
import { isFiltered, isTimed } from './pages';

const last = new Map<string, ViewSearch>();

/** The time range and the filters that links to other pages carry along. A page without them hands on those of the page before. */
export function useShared(): ViewSearch {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const { pathname } = useLocation();
  const search = useSearch({ strict: false }) as ViewSearch;
  const shared = carried(pathname, search, last.get(projectId));
  useEffect(() => {
    last.set(projectId, shared);
  });
  return shared;
}

/** What the page hands on, of its own address and of what the page before handed on. */
export function carried(pathname: string, search: ViewSearch, before: ViewSearch = {}): ViewSearch {
  const own = sharedSearch(search);
  if (isFiltered(pathname)) return own;
  const { range, from, to } = isTimed(pathname) ? own : before;
  return { ...before, range, from, to };
}
