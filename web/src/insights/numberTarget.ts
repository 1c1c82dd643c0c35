import type { Filter } from '../api/types';
import type { ViewSearch } from '../state/search';
import { behindTarget, sessionsTarget, type Target } from '../state/target';
import { type Bucket, bucketSpan, type Span } from '../state/timeRange';
import type { Body } from './useAnswer';

/** Where a number of an answer opens: of the view, with its filters. */
export interface Opening {
  projectId: string;
  search: ViewSearch;
  filters: Filter[];
}

export interface OpenedNumber {
  /** What it is, in words. */
  title: string;
  /** The question, without what the view adds. */
  body: Body;
  column: string;
  /** The value of the field that the question is broken down by. */
  by?: { field: string; value: unknown };
  /** The part of the time it is about. */
  during?: { start: Date; bucket: Bucket; within: Span };
  /** Another time than the range of the view. */
  span?: Span;
}

/** The sessions behind a number, each with the moment that made it count. All sessions of a time are a list that can be sorted and filtered. */
export function numberTarget({ projectId, search, filters }: Opening, number: OpenedNumber): Target {
  const { title, body, column, by, during, span } = number;
  if (column === 'sessions' && !by) {
    const part = during && bucketSpan(during.start, during.bucket, during.within);
    return sessionsTarget(projectId, search, filters, [], part ?? span);
  }
  const row = {
    ...(during ? { time: during.start.toISOString() } : {}),
    ...(by ? { [by.field]: by.value ?? '' } : {}),
  };
  const query = { ...body, ...(during ? { interval: during.bucket } : {}) };
  return behindTarget(projectId, search, filters, { title, query, cell: { row, column } }, span);
}
