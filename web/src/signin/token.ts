import { post } from '../api/client';

let failure: string | undefined;

/** Exchanges `#token=…` for the session cookie and takes it out of the address bar and the history entry. */
export async function exchangeToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  try {
    await signIn(token);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
}

export function signIn(token: string): Promise<void> {
  return post<void>('/api/login', { token: token.trim() });
}

/** Why the token of the address bar was not taken, if it was not. */
export function tokenFailure(): string | undefined {
  return failure;
}
