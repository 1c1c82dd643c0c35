import { queryOptions } from '@tanstack/react-query';
import { get, post } from '../api/client';
import { projectPath } from '../api/queries';
import type { SqlResult } from '../api/types';

export interface Table {
  name: string;
  description: string;
  columns: { name: string; type: string; comment: string }[];
}

const NAMES: [string, string][] = [
  ['events', 'one row per event'],
  ['sessions', 'one row per session'],
  ['session_tags', 'custom tags of sessions'],
  ['replay_events', 'recordings, one row per recorded event'],
  ['project_days', 'events by day'],
  ['ledger', 'what was received, stored and refused'],
];

/** The tables that statements may read, with their columns. */
export const tablesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['tables', projectId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Table[]> => {
      const model = await get<{ tables?: Table[] }>(`${projectPath(projectId)}/schema`, {}, signal);
      if (model.tables) return model.tables;
      return Promise.all(
        NAMES.map(async ([name, description]) => {
          const sql = `SELECT * FROM ${name} LIMIT 0`;
          const { columns } = await post<SqlResult>(`${projectPath(projectId)}/sql`, { sql }, signal);
          return { name, description, columns: columns.map((column) => ({ ...column, comment: '' })) };
        }),
      );
    },
  });
