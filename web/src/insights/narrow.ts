import type { Filter } from '../api/types';
import type { Measure } from './measure';

/** What is true of the sessions that a metric counts, beyond what is true of all. */
const OF_METRIC: Record<string, Filter[]> = {
  pageviews: [{ field: 'pageviewCount', op: 'gte', values: [1] }],
  clicks: [{ field: 'clickCount', op: 'gte', values: [1] }],
  rageClicks: [{ field: 'rageClickCount', op: 'gte', values: [1] }],
  deadClicks: [{ field: 'deadClickCount', op: 'gte', values: [1] }],
  errors: [{ field: 'errorCount', op: 'gte', values: [1] }],
  errorSessions: [{ field: 'errorCount', op: 'gte', values: [1] }],
  errorRate: [{ field: 'errorCount', op: 'gte', values: [1] }],
  failedRequests: [{ field: 'failedRequestCount', op: 'gte', values: [1] }],
  requestFailureRate: [{ field: 'failedRequestCount', op: 'gte', values: [1] }],
  customEvents: [{ field: 'type', op: 'eq', values: ['custom'] }],
  signedInVisitors: [{ field: 'userId', op: 'exists' }],
  bounces: [{ field: 'pageviewCount', op: 'eq', values: [1] }],
  cartSessions: [{ field: 'cartValue', op: 'gt', values: [0] }],
  totalCartValue: [{ field: 'cartValue', op: 'gt', values: [0] }],
  averageCartValue: [{ field: 'cartValue', op: 'gt', values: [0] }],
  replays: [{ field: 'hasReplay', op: 'eq', values: [true] }],
};

/** The filters under which the sessions behind a number are found. */
export function narrowOf(measure: Measure | undefined): Filter[] {
  if (measure?.kind === 'metric') return OF_METRIC[measure.metric] ?? [];
  return measure?.kind === 'aggregate' ? measure.where : [];
}

export function valueFilter(field: string, value: unknown): Filter {
  return value === '' || value === null || value === undefined
    ? { field, op: 'notExists' }
    : { field, op: 'eq', values: [value as string | number | boolean] };
}
