import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useGoneCohort } from '../dashboard/useGoneCohort';
import { parseNamed } from '../state/conditions';
import { useView } from '../state/useView';
import { Empty } from '../ui/States';

/** Says once that the cohort of the view is gone, in place of every panel's refusal. */
export function CohortGate({ children }: { children: ReactNode }) {
  const { projectId, search, update } = useView();
  const named = parseNamed(search.c);
  const gone = useGoneCohort(projectId, named);
  if (!gone) return children;
  return (
    <Empty
      icon="people"
      title={gone}
      action={
        <Button variant="default" onClick={() => update({ c: undefined })}>
          Show everyone
        </Button>
      }
    >
      This view covers only the people of that cohort, which no longer exists.
    </Empty>
  );
}
