import { useQuery } from '@tanstack/react-query';
import { cohortsOf, type Named } from '../state/conditions';
import { cohortsQuery } from './saved';

/** That a cohort of the condition was deleted, in words; undefined while all are there. */
export function useGoneCohort(projectId: string, named: Named | undefined): string | undefined {
  const ids = cohortsOf(named?.where);
  const { data: cohorts } = useQuery({ ...cohortsQuery(projectId), enabled: ids.length > 0 });
  return named && cohorts ? goneCohort(named, new Set(cohorts.map(({ id }) => id))) : undefined;
}

export function goneCohort({ title, where }: Named, kept: Set<string>): string | undefined {
  if (cohortsOf(where).every((id) => kept.has(id))) return undefined;
  return 'cohort' in where ? `The cohort “${title}” was deleted` : `A cohort of “${title}” was deleted`;
}
