import { useQuery } from '@tanstack/react-query';
import { projectQuery } from '../api/queries';
import { previousSpan, type Range, spanOf } from './timeRange';

export interface Comparison {
  /** The previous period has been seen from its beginning on. */
  known: boolean;
  /** Why there is nothing to compare with, once that is known. */
  why?: string;
}

/** Whether a range can be compared with the period before: a time before the first event is no zero. */
export function useComparison(projectId: string, range: Range): Comparison {
  const { data: project } = useQuery({ ...projectQuery(projectId), staleTime: 60_000 });
  return project ? comparison(range, project.firstEventAt, new Date()) : { known: false };
}

export function comparison(range: Range, firstEventAt: string | null, now: Date): Comparison {
  if (firstEventAt === null) return { known: false };
  const first = new Date(firstEventAt);
  if (previousSpan(spanOf(range, now), range).from >= first) return { known: true };
  const day = first.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  return { known: false, why: `No data before ${day} to compare with` };
}
