import type { QueryResult } from '../api/types';

const PREFIX = 'claymore.answer.';
const MOST = 60;
const MOST_CHARACTERS = 60_000;

/** The answer that this browser saw last to a question of a dashboard. */
export function keptAnswer(name: string): QueryResult | undefined {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    return kept ? (JSON.parse(kept) as QueryResult) : undefined;
  } catch {
    return undefined;
  }
}

export function keepAnswer(name: string, answer: QueryResult): void {
  try {
    const text = JSON.stringify(answer);
    if (text.length > MOST_CHARACTERS) return;
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    if (kept.length >= MOST) for (const key of kept) localStorage.removeItem(key);
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // Private mode, or no room: the dashboard waits for its answers.
  }
}
