import { useQuery } from '@tanstack/react-query';
import { fetchAnswer } from '../api/queries';
import type { Filter, QueryResult } from '../api/types';
import type { Condition } from '../state/conditions';
import { useTile } from '../state/tile';
import { type Range, rangeKey, type Span, spanOf, viewerZone } from '../state/timeRange';
import { keepAnswer, keptAnswer } from './keptAnswers';

/** What every analysis of a view shares. */
export interface Ask {
  projectId: string;
  range: Range;
  filters: Filter[];
  /** What filters cannot say: a cohort, the people of a step. */
  where?: Condition;
}

/** A question without what the view adds: time range, time zone, filters. */
export type Body = Record<string, unknown>;

interface Options {
  refreshMs?: number;
  enabled?: boolean;
  /** Beside the main part: a tile of a dashboard does without it. */
  extra?: boolean;
  /** Another time than the range of the view, and a name for it that does not move with the clock. */
  span?: { name: string; of: (span: Span) => Span };
}

/** Asks and keeps the previous answer on the screen until the next is there. */
export function useAnswer(
  ask: Ask,
  body: Body,
  { refreshMs = 30_000, enabled = true, extra = false, span }: Options = {},
) {
  const { projectId, range, filters, where } = ask;
  const tile = useTile();
  const name = JSON.stringify([projectId, body, rangeKey(range), filters, where, span?.name]);
  return useQuery({
    queryKey: ['answer', projectId, body, rangeKey(range), filters, where, span?.name],
    queryFn: async ({ signal }) => {
      const answer = await fetchAnswer(projectId, complete(ask, body, span?.of), signal);
      if (tile) keepAnswer(name, answer);
      return answer;
    },
    // A dashboard opens with what it showed last, until the next answer is there.
    placeholderData: (previous) => previous ?? (tile ? keptAnswer(name) : undefined),
    // A fixed range in the past does not change any more, but late events may still come in.
    refetchInterval: range.kind === 'rolling' ? refreshMs : 60_000,
    enabled: enabled && !(tile && extra),
  });
}

export function complete(
  { range, filters, where }: Ask,
  body: Body,
  shift: (span: Span) => Span = (span) => span,
): Body {
  const { from, to } = shift(spanOf(range, new Date()));
  const all = [...((body.filters as Condition[] | undefined) ?? filters), ...(where ? [where] : [])];
  return { ...body, filters: all, from: from.toISOString(), to: to.toISOString(), timezone: viewerZone() };
}

/** The place of a column; -1 when there is none. */
export function columnIndex(result: QueryResult | undefined, name: string): number {
  return result?.columns.findIndex((column) => column.name === name) ?? -1;
}
