import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { cohortsQuery } from '../dashboard/saved';
import { parseNamed } from '../state/conditions';
import { useView } from '../state/useView';
import { Empty } from '../ui/States';

/** Says once that the cohort of the view is gone, in place of every panel's refusal. */
export function CohortGate({ children }: { children: ReactNode }) {
  const { projectId, search, update } = useView();
  const named = parseNamed(search.c);
  const cohort = named && 'cohort' in named.where ? named.where.cohort : undefined;
  const { data: cohorts } = useQuery({ ...cohortsQuery(projectId), enabled: cohort !== undefined });
  if (!cohort || !cohorts || cohorts.some(({ id }) => id === cohort)) return children;
  return (
    <Empty
      icon="people"
      title={`The cohort “${named?.title}” was deleted`}
      action={
        <Button variant="default" onClick={() => update({ c: undefined })}>
          Show everybody
        </Button>
      }
    >
      This view is of its people only, and who they are is not kept any more.
    </Empty>
  );
}
