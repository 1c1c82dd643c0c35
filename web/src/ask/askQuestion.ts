import { ApiError, openStream, post } from '../api/client';
import { projectPath } from '../api/queries';
import type { Answer } from '../api/types';
import { viewerZone } from '../state/timeRange';
import { serverEvents } from './serverEvents';

/** An answer as far as it is there. */
export type Partial = Pick<Answer, 'question'> & { [Key in keyof Answer]?: Answer[Key] };

/** Asks; `onPart` hears of the answer as it grows: what was understood, the SQL, the rows, the sentence, the sessions. */
export async function askQuestion(
  projectId: string,
  question: string,
  conversationId: string | undefined,
  onPart: (part: Partial) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const body = { ...asked(question), timezone: viewerZone(), ...(conversationId ? { conversationId } : {}) };
  const response = await openStream(`${projectPath(projectId)}/ask`, body, signal);
  if (!response.body) throw new ApiError(0, 'network', 'The server did not answer. It may be restarting.', true);
  let part: Partial = { question };
  for await (const { event, data } of serverEvents(response.body)) {
    const value: unknown = JSON.parse(data);
    if (event === 'done') return value as Answer;
    if (event === 'error') {
      const error = value as { code: string; message: string; retryable: boolean };
      throw new ApiError(422, error.code, error.message, error.retryable);
    }
    part = grown(part, event, value);
    onPart(part);
  }
  throw new ApiError(0, 'network', 'The answer was cut off. The server may be restarting.', true);
}

/** The query of a turn that is one: an answer's own, edited, which stands in the place of the words. */
export function editedQuery(question: string): Record<string, unknown> | undefined {
  if (!question.startsWith('{')) return undefined;
  try {
    return JSON.parse(question) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function asked(question: string) {
  const query = editedQuery(question);
  return query ? { query } : { question };
}

/** The conversation after some questions were asked one after the other, asked anew and without listening. */
export async function replayed(projectId: string, questions: string[]): Promise<string | undefined> {
  let conversationId: string | undefined;
  for (const question of questions) {
    const body = { ...asked(question), timezone: viewerZone(), ...(conversationId ? { conversationId } : {}) };
    const answer = await post<Answer>(`${projectPath(projectId)}/ask`, body);
    if (answer.status === 'answered') conversationId = answer.conversationId;
  }
  return conversationId;
}

function grown(part: Partial, event: string, value: unknown): Partial {
  if (event === 'chart') return { ...part, chart: value as Answer['chart'] };
  if (event === 'sessions') return { ...part, sessions: value as Answer['sessions'] };
  if (event !== 'understanding') return { ...part, ...(value as Partial) };
  const { title, shape, chips, confidence, query, ...rest } = value as Partial & NonNullable<Answer['understanding']>;
  const understanding = title === undefined ? undefined : { title, shape, chips, confidence, query };
  return { ...part, ...rest, ...(understanding ? { understanding } : {}) };
}
