import { queryOptions } from '@tanstack/react-query';
import { ApiError, get, post, put, remove } from '../api/client';
import { projectPath, queryClient } from '../api/queries';
import type { InsightKey } from '../insights/names';
import type { Condition } from '../state/conditions';

/** What is kept of an analysis: which, and the state of its view as the address bar has it. */
export interface InsightBody {
  insight: InsightKey;
  search: string;
}

export type Tiles = { id: string; wide?: boolean }[];

export interface DashboardBody {
  tiles: Tiles;
}

type SavedKind = 'insight' | 'dashboard' | 'cohort';

export interface Saved<Body> {
  id: string;
  kind: string;
  name: string;
  body: Body;
  updatedAt: string;
  /** Another with every change. */
  version: number;
}

/** People who belong together: a condition that holds for a session of theirs. */
export interface CohortBody {
  where: Condition;
}

interface List<Body> {
  items: Saved<Body>[];
}

const MOST_TRIES = 5;

const path = (projectId: string) => `${projectPath(projectId)}/saved`;

export const savedQuery = <Body>(projectId: string, kind: SavedKind) =>
  queryOptions({
    queryKey: ['saved', projectId, kind],
    queryFn: ({ signal }) => read<Body>(projectId, kind, signal),
    staleTime: 30_000,
  });

async function read<Body>(projectId: string, kind: SavedKind, signal?: AbortSignal): Promise<Saved<Body>[]> {
  return (await get<List<Body>>(path(projectId), { kind }, signal)).items;
}

export const dashboardsQuery = (projectId: string) => savedQuery<DashboardBody>(projectId, 'dashboard');
export const insightsQuery = (projectId: string) => savedQuery<InsightBody>(projectId, 'insight');

export const cohortsQuery = (projectId: string) => savedQuery<CohortBody>(projectId, 'cohort');

/** Keeps something new. */
export async function create<Body>(projectId: string, kind: SavedKind, name: string, body: Body): Promise<Saved<Body>> {
  const saved = await post<Saved<Body>>(path(projectId), { kind, name, body });
  await queryClient.invalidateQueries({ queryKey: ['saved', projectId] });
  return saved;
}

/** Changes the tiles of a dashboard as they are stored now: others may have changed them since they were shown here. */
export const changeTiles = (projectId: string, id: string, edit: (tiles: Tiles) => Tiles): Promise<void> =>
  change<DashboardBody>(projectId, 'dashboard', id, ({ name, body }) => ({
    name,
    body: { ...body, tiles: edit(body.tiles) },
  }));

/** Gives it another name; what others change of it meanwhile stays. */
export const rename = (projectId: string, kind: SavedKind, id: string, name: string): Promise<void> =>
  change<unknown>(projectId, kind, id, ({ body }) => ({ name, body }));

type Edit<Body> = (now: Saved<Body>) => { name: string; body: Body };

async function change<Body>(projectId: string, kind: SavedKind, id: string, edit: Edit<Body>): Promise<void> {
  for (let tries = 1; !(await changed(projectId, kind, id, edit)); tries++) {
    if (tries === MOST_TRIES)
      throw new ApiError(409, 'changed_meanwhile', `Someone else is changing this ${WORDS[kind]}. Try again.`, true);
  }
  await queryClient.invalidateQueries({ queryKey: ['saved', projectId] });
}

/** False when somebody else's change came between the look at it and this one. */
async function changed<Body>(projectId: string, kind: SavedKind, id: string, edit: Edit<Body>): Promise<boolean> {
  const now = (await read<Body>(projectId, kind)).find((one) => one.id === id);
  if (!now) throw new ApiError(404, 'not_found', `This ${WORDS[kind]} has been deleted.`, false);
  try {
    await put(`${path(projectId)}/${id}`, { ...edit(now), version: now.version });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'changed_meanwhile') return false;
    throw error;
  }
}

const WORDS: Record<SavedKind, string> = { insight: 'analysis', dashboard: 'dashboard', cohort: 'cohort' };

/** @param force also while others use it; without, the answer to that is `in_use` */
export async function deleteCohort(projectId: string, id: string, force: boolean): Promise<void> {
  await remove(`${path(projectId)}/${id}${force ? '?force=true' : ''}`);
  await queryClient.invalidateQueries({ queryKey: ['saved', projectId] });
}

/** One after the other: when one cannot go, those behind it stay. */
export async function discard(projectId: string, ids: string[]): Promise<void> {
  for (const id of ids) await remove(`${path(projectId)}/${id}`);
  await queryClient.invalidateQueries({ queryKey: ['saved', projectId] });
}
