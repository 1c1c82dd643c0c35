import { post } from '../api/client';
import { queryClient } from '../api/queries';
import { forget } from '../state/remembered';

/** Ends the session, and leaves nothing of the projects' data in the browser. */
export async function signOut(): Promise<void> {
  await post('/api/logout', {});
  await queryClient.resetQueries();
  // After the pages are gone: what they show they may keep until then.
  forgetData();
}

/** The answers that dashboards open with; the statements that were run, and those that were not yet. */
export function forgetData(): void {
  forget('answer.');
  forget('sql.');
}
