import { useQuery } from '@tanstack/react-query';
import { semanticQuery } from '../api/queries';
import type { Filter, Query, QueryResult } from '../api/types';
import type { Condition } from '../state/conditions';
import { previousSpan, type Range, rangeKey, spanOf, viewerZone } from '../state/timeRange';

export interface Ask {
  projectId: string;
  range: Range;
  filters: Filter[];
  /** What filters cannot say: a cohort, the people of a step. */
  where?: Condition;
}

export interface Question {
  metrics: string[];
  dimensions?: string[];
  interval?: Query['interval'];
  limit?: number;
  previous?: boolean;
}

/** A semantic query over the view's range and filters that refreshes itself; the previous result stays until the next is there. */
export function useMetrics(ask: Ask, question: Question, refreshMs: number, enabled = true) {
  const { projectId, range, filters, where } = ask;
  const build = (): Query => {
    const span = spanOf(range, new Date());
    const { from, to } = question.previous ? previousSpan(span, range) : span;
    return {
      metrics: question.metrics,
      dimensions: question.dimensions ?? [],
      // The schema of the query names plain comparisons only; any condition may stand among them.
      filters: where ? [...filters, where as Filter] : filters,
      from: from.toISOString(),
      to: to.toISOString(),
      interval: question.interval ?? 'none',
      timezone: viewerZone(),
      limit: question.limit,
    };
  };
  const key = [question, rangeKey(range), filters, where];
  // A fixed range in the past does not change any more, but late events may still come in.
  return useQuery({ ...semanticQuery(projectId, key, build, range.kind === 'rolling' ? refreshMs : 60_000), enabled });
}

/** The single row of a result without time and dimensions, by metric. */
export function numbersOf(result: QueryResult | undefined): Record<string, number> {
  const row = result?.rows[0] ?? [];
  return Object.fromEntries((result?.columns ?? []).map((column, index) => [column.name, Number(row[index] ?? 0)]));
}
