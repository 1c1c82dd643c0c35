import type { ListedSession } from '../api/listed';

/**
 * The list with what the latest poll of its head brought: sessions that go on are replaced by their newer state in place, new ones come to
 * the top, unless `hold` is set (the person reads further down): then they are only counted.
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
  const newest = loaded[0]?.createdAt ?? '';
  const fresh = head.filter((session) => !known.has(session.sessionId) && session.createdAt >= newest);
  return { sessions: hold ? updated : [...fresh, ...updated], fresh: fresh.length };
}
