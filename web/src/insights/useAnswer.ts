import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { post } from '../api/client';
import { projectPath } from '../api/queries';
import type { Filter, QueryResult } from '../api/types';
import { type Range, rangeKey, type Span, spanOf, viewerZone } from '../state/timeRange';

/** What every analysis of a view shares. */
export interface Ask {
  projectId: string;
  range: Range;
  filters: Filter[];
}

/** A question without what the view adds: time range, time zone, filters. */
export type Body = Record<string, unknown>;

interface Options {
  refreshMs?: number;
  enabled?: boolean;
  /** Another time than the range of the view, and a name for it that does not move with the clock. */
  span?: { name: string; of: (span: Span) => Span };
}

/** Asks and keeps the previous answer on the screen until the next is there. */
export function useAnswer(ask: Ask, body: Body, { refreshMs = 30_000, enabled = true, span }: Options = {}) {
  const { projectId, range, filters } = ask;
  return useQuery({
    queryKey: ['answer', projectId, body, rangeKey(range), filters, span?.name],
    queryFn: ({ signal }) =>
      post<QueryResult>(`${projectPath(projectId)}/query`, complete(ask, body, span?.of), signal),
    placeholderData: keepPreviousData,
    // A fixed range in the past does not change any more, but late events may still come in.
    refetchInterval: range.kind === 'rolling' ? refreshMs : 60_000,
    enabled,
  });
}

export function complete({ range, filters }: Ask, body: Body, shift: (span: Span) => Span = (span) => span): Body {
  const { from, to } = shift(spanOf(range, new Date()));
  return { filters, ...body, from: from.toISOString(), to: to.toISOString(), timezone: viewerZone() };
}

/** The place of a column; -1 when there is none. */
export function columnIndex(result: QueryResult | undefined, name: string): number {
  return result?.columns.findIndex((column) => column.name === name) ?? -1;
}
