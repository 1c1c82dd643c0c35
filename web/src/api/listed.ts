import type { Session, SessionList } from './types';

/** What a list shows of a session: what it asks for is read, and nothing else. */
export const LISTED = [
  'sessionId',
  'createdAt',
  'endedAt',
  'durationMs',
  'userId',
  'anonymousId',
  'country',
  'region',
  'city',
  'browser',
  'browserVersion',
  'os',
  'device',
  'entryPage',
  'exitPage',
  'eventCount',
  'pageviewCount',
  'errorCount',
  'rageClickCount',
  'deadClickCount',
  'cartValue',
  'hasReplay',
] as const;
export type ListedSession = Pick<Session, (typeof LISTED)[number]> & {
  /** Behind a number: the first moment that made it count. */
  at?: string;
};
export type ListedSessions = Omit<SessionList, 'sessions'> & { sessions: ListedSession[] };
