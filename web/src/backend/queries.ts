import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get } from '../api/client';
import { projectPath } from '../api/queries';
import type {
  InstrumentAttributes,
  InstrumentList,
  InstrumentSeries,
  LogContext,
  LogVolume,
  OperationList,
  RequestSeries,
  ServiceList,
  ServiceMap,
  TraceDetail,
  TraceList,
} from '../api/types';
import { type Bucket, type Range, rangeKey, spanOf, viewerZone } from '../state/timeRange';

/** Parameters of an address; a list is given once for each of its items. */
export type Params = Record<string, string | number | string[] | undefined>;

const REFRESH_MS = 15_000;

export function query(params: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one !== undefined && one !== '') search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

/** The ends of a range as parameters; a rolling one ends now. */
export function ends(range: Range): { from: string; to: string } {
  const span = spanOf(range, new Date());
  return { from: span.from.toISOString(), to: span.to.toISOString() };
}

/** Something of a range. It is named without the moving ends, so that a refresh keeps what is on the screen. */
function ranged<T>(projectId: string, path: string, range: Range, params: Params = {}) {
  return queryOptions({
    queryKey: ['backend', projectId, path, rangeKey(range), params],
    queryFn: ({ signal }) =>
      get<T>(`${projectPath(projectId)}${path}${query({ ...ends(range), ...params })}`, {}, signal),
    placeholderData: keepPreviousData,
    refetchInterval: range.kind === 'rolling' ? REFRESH_MS : false,
  });
}

export const servicesQuery = (projectId: string, range: Range) => ranged<ServiceList>(projectId, '/services', range);

export const mapQuery = (projectId: string, range: Range) => ranged<ServiceMap>(projectId, '/services/map', range);

export const operationsQuery = (projectId: string, range: Range, service: string) =>
  ranged<OperationList>(projectId, '/services/operations', range, { service });

export const requestsQuery = (projectId: string, range: Range, bucket: Bucket, service?: string, operation?: string) =>
  ranged<RequestSeries>(projectId, '/services/series', range, {
    service,
    operation,
    interval: bucket,
    timezone: viewerZone(),
  });

export const volumeQuery = (projectId: string, range: Range, bucket: Bucket, params: Params) =>
  ranged<LogVolume>(projectId, '/logs/volume', range, { ...params, interval: bucket, timezone: viewerZone() });

export const instrumentsQuery = (projectId: string, range: Range) =>
  ranged<InstrumentList>(projectId, '/instruments', range);

export const attributesQuery = (projectId: string, range: Range, name: string, type: string) =>
  ranged<InstrumentAttributes>(projectId, '/instruments/attributes', range, { name, type });

export const seriesQuery = (projectId: string, range: Range, params: Params) =>
  ranged<InstrumentSeries>(projectId, '/instruments/series', range, params);

const ARRIVES_MS = 2_000;
const ARRIVES_TIMES = 6;

/** One trace; spans arrive a little after the request they are of, so one that is not there yet is asked for again. */
export const traceQuery = (projectId: string, traceId: string) =>
  queryOptions({
    queryKey: ['trace', projectId, traceId],
    queryFn: ({ signal }) =>
      get<TraceDetail>(`${projectPath(projectId)}/traces/${encodeURIComponent(traceId)}`, {}, signal),
    retry: ARRIVES_TIMES,
    retryDelay: ARRIVES_MS,
  });

export const sessionTracesQuery = (projectId: string, sessionId: string) =>
  queryOptions({
    queryKey: ['session traces', projectId, sessionId],
    queryFn: ({ signal }) =>
      get<TraceList>(`${projectPath(projectId)}/sessions/${encodeURIComponent(sessionId)}/traces`, {}, signal),
  });

export const contextQuery = (projectId: string, params: Params) =>
  queryOptions({
    queryKey: ['log context', projectId, params],
    queryFn: ({ signal }) => get<LogContext>(`${projectPath(projectId)}/logs/context${query(params)}`, {}, signal),
  });
