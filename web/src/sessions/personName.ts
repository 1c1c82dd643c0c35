import type { Session } from '../api/types';

/** How a person is called: by the id the site gave, else by the end of the anonymous one. */
export function personName(session: Pick<Session, 'userId' | 'anonymousId'>): { name: string; known: boolean } {
  if (session.userId) return { name: session.userId, known: true };
  return { name: `anonymous ${session.anonymousId.replaceAll('-', '').slice(-6)}`.trim(), known: false };
}
