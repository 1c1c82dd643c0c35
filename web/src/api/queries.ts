import { keepPreviousData, MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import type { Cell } from '../state/behind';
import type { Condition } from '../state/conditions';
import type { Span } from '../state/timeRange';
import { ApiError, get, post } from './client';
import { LISTED, type ListedSessions } from './listed';
import type {
  ApiTokens,
  Deletions,
  Install,
  LanguageModel,
  Ledger,
  LedgerCheck,
  Me,
  Model,
  Project,
  ProjectStorage,
  Push,
  Query,
  QueryResult,
  SessionDetail,
  SessionList,
  Stars,
  Storage,
  Values,
} from './types';

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => checkSignIn(error, query.queryKey) }),
  mutationCache: new MutationCache({ onError: (error) => checkSignIn(error) }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 3 && (!(error instanceof ApiError) || error.retryable),
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4_000),
    },
  },
});

/** Whoever is refused is asked to sign in again, whichever question it was. */
function checkSignIn(error: Error, queryKey: readonly unknown[] = []): void {
  const refused = error instanceof ApiError && error.status === 401 && queryKey[0] !== meQuery.queryKey[0];
  if (refused) void queryClient.invalidateQueries({ queryKey: meQuery.queryKey }, { cancelRefetch: false });
}

const project = (projectId: string) => `/api/projects/${encodeURIComponent(projectId)}`;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/api/me', {}, signal),
  staleTime: 60_000,
});

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId],
    queryFn: ({ signal }) => get<Project>(project(projectId), {}, signal),
  });

export const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: ({ signal }) => get<Storage>('/api/storage', {}, signal),
});

export const projectStorageQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['storage', projectId],
    queryFn: ({ signal }) => get<ProjectStorage>(`${project(projectId)}/storage`, {}, signal),
  });

export const starsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['stars', projectId],
    queryFn: ({ signal }) => get<Stars>(`${project(projectId)}/stars`, {}, signal),
    staleTime: 60_000,
  });

/** What was asked to be deleted, the newest first. */
export const deletionsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['deletions', projectId],
    queryFn: ({ signal }) => get<Deletions>(`${project(projectId)}/deletions`, {}, signal),
    refetchInterval: ({ state }) => state.data?.deletions.some(({ state: one }) => one !== 'erased') && 10_000,
  });

export const modelQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['model', projectId],
    queryFn: ({ signal }) => get<Model>(`${project(projectId)}/schema`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Tokens that read a project, the newest first. */
export const tokensQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['tokens', projectId],
    queryFn: ({ signal }) => get<ApiTokens>(`${project(projectId)}/tokens`, {}, signal),
  });

/** The language model that a project allows; without settings when it allows none. */
export const languageModelQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['language model', projectId],
    queryFn: ({ signal }) => get<LanguageModel>(`${project(projectId)}/model`, {}, signal),
  });

/** Where sessions are pushed to; empty when they are not. */
export const pushQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['push', projectId],
    queryFn: ({ signal }) => get<Push>(`${project(projectId)}/push`, {}, signal),
    refetchInterval: 3_000,
  });

export const installQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['install', projectId],
    queryFn: ({ signal }) => get<Install>(`${project(projectId)}/install`, {}, signal),
    refetchInterval: 1_500,
    staleTime: 0,
  });

/** `range` names the span without its moving ends. */
export const ledgerQuery = (projectId: string, range: string, span: () => Span, interval: 'minute' | 'hour' | 'day') =>
  queryOptions({
    queryKey: ['ledger', projectId, range, interval],
    queryFn: ({ signal }) => {
      const { from, to } = span();
      const times = { from: from.toISOString(), to: to.toISOString() };
      return get<Ledger>(`${project(projectId)}/ledger`, { ...times, interval }, signal);
    },
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

export const ledgerCheckQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['ledger check', projectId],
    queryFn: ({ signal }) => get<LedgerCheck>(`${project(projectId)}/ledger/check`, {}, signal),
    refetchInterval: 10_000,
  });

/** So many times as long as it took to compute an answer may be old, so that a question costs the server a twentieth of its time at most, however many look. */
const MAX_AGE_TIMES = 20;

export const fetchAnswer = (projectId: string, question: object, signal?: AbortSignal) =>
  post<QueryResult>(`${project(projectId)}/query`, { ...question, maxAgeTimes: MAX_AGE_TIMES }, signal);

/** A semantic query. `key` names it without its moving ends, so that a refresh keeps the previous result on the screen. */
export const semanticQuery = (projectId: string, key: unknown[], build: () => Query, refreshMs: number | false) =>
  queryOptions({
    queryKey: ['query', projectId, ...key],
    queryFn: ({ signal }) => fetchAnswer(projectId, build(), signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });

export const valuesQuery = (projectId: string, field: string, q: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['values', projectId, field, q, from, to],
    queryFn: ({ signal }) => get<Values>(`${project(projectId)}/values`, { field, q, from, to, limit: 50 }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export interface SessionSearch {
  from?: string;
  to?: string;
  filters: Condition[];
  /** Words to be found in pages, errors, selectors, the console. */
  q?: string;
  sort?: string;
  limit?: number;
  cursor?: string;
}

/** What a list shows. */
export function fetchSessions(projectId: string, search: SessionSearch, signal?: AbortSignal): Promise<ListedSessions> {
  return get<ListedSessions>(`${project(projectId)}/sessions`, { ...encoded(search), fields: LISTED.join() }, signal);
}

/** The sessions behind a number, each with `at`, the moment that made it count. */
export function fetchBehind(
  projectId: string,
  behind: { query: Record<string, unknown>; cell: Cell; limit: number; cursor?: string },
  signal?: AbortSignal,
): Promise<ListedSessions> {
  return post<ListedSessions>(`${project(projectId)}/query/sessions`, { ...behind, fields: LISTED }, signal);
}

/** All there is to say of each, tags too. */
export function fetchWholeSessions(projectId: string, search: SessionSearch, signal?: AbortSignal) {
  return get<SessionList>(`${project(projectId)}/sessions`, encoded(search), signal);
}

function encoded({ filters, ...rest }: SessionSearch) {
  return { ...rest, filters: filters.length > 0 ? JSON.stringify(filters) : undefined };
}

export const sessionQuery = (projectId: string, sessionId: string) =>
  queryOptions({
    queryKey: ['session', projectId, sessionId],
    queryFn: ({ signal }) =>
      get<SessionDetail>(`${project(projectId)}/sessions/${encodeURIComponent(sessionId)}`, {}, signal),
  });

export const replayPath = (projectId: string, sessionId: string) =>
  `${project(projectId)}/sessions/${encodeURIComponent(sessionId)}/replay`;

export const projectPath = project;
