import { ApiError, remove } from '../api/client';
import { projectPath } from '../api/queries';
import type { Deletion } from '../api/types';

/** The most sessions that the server deletes at once; a person with more is deleted in several. */
const AT_ONCE = 20_000;

/** How far a deletion is, in its order. */
export const STEPS: { state: Deletion['state']; name: string; means: string }[] = [
  { state: 'hidden', name: 'Hidden', means: 'Nothing shows it any more.' },
  {
    state: 'erasing',
    name: 'Being erased',
    means: 'What is stored is written anew without it, on the disk and on S3.',
  },
  { state: 'erased', name: 'Erased', means: 'It is gone from the disk and from S3.' },
];

export const SUBJECTS: Record<Deletion['subject'], string> = {
  person: 'Person',
  session: 'Session',
  project: 'Project',
};

/** The step that all of them have reached. */
export function reached(deletions: readonly Deletion[]): number {
  return Math.min(...deletions.map(({ state }) => STEPS.findIndex((step) => step.state === state)));
}

/** Deletes every session of a person. */
export async function deletePerson(projectId: string, person: string): Promise<Deletion[]> {
  const path = `${projectPath(projectId)}/people?person=${encodeURIComponent(person)}`;
  const deletions: Deletion[] = [];
  let left = true;
  while (left) {
    try {
      const deletion = await remove<Deletion>(path);
      deletions.push(deletion);
      left = deletion.sessions >= AT_ONCE;
    } catch (error) {
      // Nothing was left after the one before.
      if (deletions.length === 0 || !(error instanceof ApiError && error.status === 404)) throw error;
      left = false;
    }
  }
  return deletions;
}
