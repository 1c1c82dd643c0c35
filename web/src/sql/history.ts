import { recall, remember } from '../state/remembered';

export interface Past {
  sql: string;
  at: number;
  rows?: number;
  ms?: number;
}

const MOST = 60;
const MOST_CHARACTERS = 200_000;

/** The statements run in this browser for the project, the latest first, each once. */
export function pastOf(projectId: string): Past[] {
  try {
    const kept: unknown = JSON.parse(recall(`sql.${projectId}`) ?? '[]');
    return Array.isArray(kept) ? kept.filter((past): past is Past => typeof past?.sql === 'string') : [];
  } catch {
    return [];
  }
}

export function addPast(projectId: string, past: Past): void {
  const all = [past, ...pastOf(projectId).filter((other) => other.sql !== past.sql)].slice(0, MOST);
  let size = 0;
  const kept = all.filter(({ sql }) => {
    size += sql.length;
    return size <= MOST_CHARACTERS;
  });
  remember(`sql.${projectId}`, JSON.stringify(kept));
}
