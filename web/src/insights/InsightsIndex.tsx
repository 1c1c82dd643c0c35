import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import type { ViewSearch } from '../state/search';

/** The way in: the first analysis. */
export function InsightsIndex() {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const search = useSearch({ strict: false }) as ViewSearch;
  return <Navigate to="/p/$projectId/insights/$kind" params={{ projectId, kind: 'trends' }} search={search} replace />;
}
