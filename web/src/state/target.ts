import type { Filter } from '../api/types';
import { type Behind, formatBehind } from './behind';
import { formatNamed, type Named } from './conditions';
import type { ViewSearch } from './search';
import type { Span } from './timeRange';
import { sessionsSearch } from './useView';

/** Where a link leads. */
export interface Target {
  to: string;
  params: Record<string, string>;
  search?: ViewSearch;
}

/** The list of sessions of the present view, narrowed. */
export function sessionsTarget(
  projectId: string,
  search: ViewSearch,
  filters: Filter[],
  added: Filter[],
  span?: Span,
): Target {
  return { to: '/p/$projectId/sessions', params: { projectId }, search: sessionsSearch(search, filters, added, span) };
}

/** The list of sessions of the present view for which a condition holds that filters cannot say. */
export function conditionTarget(
  projectId: string,
  search: ViewSearch,
  filters: Filter[],
  named: Named,
  span?: Span,
): Target {
  const target = sessionsTarget(projectId, search, filters, [], span);
  return { ...target, search: { ...target.search, c: formatNamed(named) } };
}

/** The sessions behind a number of an answer of the present view. */
export function behindTarget(
  projectId: string,
  search: ViewSearch,
  filters: Filter[],
  behind: Behind,
  span?: Span,
): Target {
  const target = sessionsTarget(projectId, search, filters, [], span);
  return { ...target, search: { ...target.search, b: formatBehind(behind) } };
}

/** One session, playing from a moment on when one is given. */
export function sessionTarget(projectId: string, sessionId: string, at?: string): Target {
  return { to: '/p/$projectId/sessions/$sessionId', params: { projectId, sessionId }, search: at ? { at } : {} };
}
