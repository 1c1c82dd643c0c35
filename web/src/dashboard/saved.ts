import { queryOptions } from '@tanstack/react-query';
import { get, post, put, remove } from '../api/client';
import { projectPath, queryClient } from '../api/queries';
import type { InsightKey } from '../insights/names';
import type { Condition } from '../state/conditions';

/** What is kept of an analysis: which, and the state of its view as the address bar has it. */
export interface InsightBody {
  insight: InsightKey;
  search: string;
}

export interface DashboardBody {
  tiles: { id: string; wide?: boolean }[];
}

type SavedKind = 'insight' | 'dashboard' | 'cohort';

export interface Saved<Body> {
  id: string;
  kind: string;
  name: string;
  body: Body;
  updatedAt: string;
}

/** People who belong together: a condition that holds for a session of theirs. */
export interface CohortBody {
  where: Condition;
}

interface List<Body> {
  items: Saved<Body>[];
}

const path = (projectId: string) => `${projectPath(projectId)}/saved`;

export const savedQuery = <Body>(projectId: string, kind: SavedKind) =>
  queryOptions({
    queryKey: ['saved', projectId, kind],
    queryFn: async ({ signal }) => (await get<List<Body>>(path(projectId), { kind }, signal)).items,
    staleTime: 30_000,
  });

export const dashboardsQuery = (projectId: string) => savedQuery<DashboardBody>(projectId, 'dashboard');
export const insightsQuery = (projectId: string) => savedQuery<InsightBody>(projectId, 'insight');

export const cohortsQuery = (projectId: string) => savedQuery<CohortBody>(projectId, 'cohort');

/** Keeps something new. */
export async function create<Body>(projectId: string, kind: SavedKind, name: string, body: Body): Promise<Saved<Body>> {
  const saved = await post<Saved<Body>>(path(projectId), { kind, name, body });
  await queryClient.invalidateQueries({ queryKey: ['saved', projectId] });
  return saved;
}

/** Replaces name and body. */
export async function change<Body>(
  projectId: string,
  { id, name, body }: Pick<Saved<Body>, 'id' | 'name' | 'body'>,
): Promise<void> {
  await put(`${path(projectId)}/${id}`, { name, body });
  await queryClient.invalidateQueries({ queryKey: ['saved', projectId] });
}

export async function discard(projectId: string, id: string): Promise<void> {
  await remove(`${path(projectId)}/${id}`);
  await queryClient.invalidateQueries({ queryKey: ['saved', projectId] });
}
