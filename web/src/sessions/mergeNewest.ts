import type { ListedSession } from '../api/listed';

/**
 * The list with what the latest poll of its head brought: sessions that go on are replaced by their newer state in place. Others come
 * where they belong, for a session may match the filters only some time after it began; unless `hold` is set (the person reads further
 * down): then they are only counted.
 */
export function mergeNewest(
  loaded: ListedSession[],
  head: ListedSession[],
  hold: boolean,
): { sessions: ListedSession[]; fresh: number } {
  if (head.length === 0) return { sessions: loaded, fresh: 0 };
  const newer = new Map(head.map((session) => [session.sessionId, session]));
  const known = new Set(loaded.map((session) => session.sessionId));
  const updated = loaded.map((session) => newer.get(session.sessionId) ?? session);
  const fresh = head.filter((session) => !known.has(session.sessionId));
  if (hold || fresh.length === 0) return { sessions: updated, fresh: fresh.length };
  const sessions = [...fresh, ...updated].toSorted((a, b) => compare(b.createdAt, a.createdAt));
  return { sessions, fresh: fresh.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
