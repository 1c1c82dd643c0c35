import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { askQuestion, type Partial, replayed } from './askQuestion';

/**
 * The answers of a conversation. The server keeps what a conversation was about; here only the questions are kept, in the address. A question
 * that was changed begins its own conversation from the first one on.
 */
export function useThread(projectId: string, questions: string[]) {
  const queries = useQueryClient();
  const keys = useMemo(
    () => questions.map((_, index) => ['ask', projectId, ...questions.slice(0, index + 1)]),
    [projectId, questions],
  );
  return useQueries({
    queries: keys.map((key, index) => ({
      queryKey: key,
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Partial> => {
        const before = questions.slice(0, index);
        const conversationId = before.length === 0 ? undefined : await conversationAfter(projectId, before);
        const question = questions[index] ?? '';
        const answer = await askQuestion(
          projectId,
          question,
          conversationId,
          (part) => queries.setQueryData(key, part),
          signal,
        );
        if (answer.status === 'answered')
          fresh.set(nameOf(projectId, questions.slice(0, index + 1)), answer.conversationId);
        return answer;
      },
      // Asked in their order: a question goes on from the answer before it.
      enabled: index === 0 || answered(queries.getQueryState(keys[index - 1] ?? [])),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  });
}

/** Conversations that ended with these questions and were not gone on with yet. */
const fresh = new Map<string, string>();

async function conversationAfter(projectId: string, questions: string[]): Promise<string | undefined> {
  const name = nameOf(projectId, questions);
  const known = fresh.get(name);
  fresh.delete(name);
  return known ?? replayed(projectId, questions);
}

function nameOf(projectId: string, questions: string[]): string {
  return JSON.stringify([projectId, ...questions]);
}

/** The whole answer is there, not a part of it. */
function answered(state: { status: string; fetchStatus: string } | undefined): boolean {
  return state?.status === 'success' && state.fetchStatus === 'idle';
}
