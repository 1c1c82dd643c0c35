/**
 * What an OpenTelemetry SDK holds, as the rows that ClickHouse must hold after it was sent. Runs in Node and, bundled, in a browser.
 */
const KINDS = ["Internal", "Server", "Client", "Producer", "Consumer"];
const STATUS = ["Unset", "Ok", "Error"];
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

const nanos = ([seconds, rest]) => String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));
const text = (value) => (typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value));
const attributes = (of) => Object.fromEntries(Object.entries(of ?? {}).map(([key, value]) => [key, text(value)]));

const common = (resource, scope) => ({
  ServiceName: text(resource.attributes["service.name"]),
  ResourceAttributes: attributes(resource.attributes),
  ScopeName: scope.name,
  ScopeVersion: scope.version ?? "",
});

export function spanRow(span) {
  const context = span.spanContext();
  return {
    ...common(span.resource, span.instrumentationScope),
    TraceId: context.traceId,
    SpanId: context.spanId,
    ParentSpanId: span.parentSpanContext?.spanId ?? "",
    TraceState: context.traceState?.serialize() ?? "",
    TraceFlags: (context.traceFlags & 0xff) | HAS_IS_REMOTE | (span.parentSpanContext?.isRemote ? IS_REMOTE : 0),
    SpanName: span.name,
    SpanKind: KINDS[span.kind],
    SpanAttributes: attributes(span.attributes),
    start: nanos(span.startTime),
    duration: String(BigInt(nanos(span.endTime)) - BigInt(nanos(span.startTime))),
    StatusCode: STATUS[span.status.code],
    StatusMessage: span.status.message ?? "",
    events: span.events.map((event) => [nanos(event.time), event.name, attributes(event.attributes)]),
    links: span.links.map((link) => [link.context.traceId, link.context.spanId, link.context.traceState?.serialize() ?? "", attributes(link.attributes)]),
    dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
  };
}

export const SPANS = (projectId) => `
  SELECT ServiceName, ResourceAttributes, ScopeName, ScopeVersion, TraceId, SpanId, ParentSpanId, TraceState, TraceFlags, SpanName, SpanKind,
    SpanAttributes, toString(toUnixTimestamp64Nano(Timestamp)) AS start, toString(Duration) AS duration, StatusCode, StatusMessage,
    arrayMap((t, n, a) -> (toString(toUnixTimestamp64Nano(t)), n, a), Events.Timestamp, Events.Name, Events.Attributes) AS events,
    arrayMap((t, s, w, a) -> (t, s, w, a), Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes) AS links,
    [DroppedAttributesCount, DroppedEventsCount, DroppedLinksCount] AS dropped
  FROM otel_traces WHERE projectId = '${projectId}' ORDER BY SpanId`;

export function logRow(record) {
  return {
    ...common(record.resource, record.instrumentationScope),
    time: nanos(record.hrTime),
    observed: nanos(record.hrTimeObserved),
    TraceId: record.spanContext?.traceId ?? "",
    SpanId: record.spanContext?.spanId ?? "",
    TraceFlags: record.spanContext?.traceFlags ?? 0,
    SeverityText: record.severityText ?? "",
    SeverityNumber: record.severityNumber ?? 0,
    Body: text(record.body),
    LogAttributes: attributes(record.attributes),
    EventName: record.eventName ?? "",
  };
}

export const LOGS = (projectId) => `
  SELECT ServiceName, ResourceAttributes, ScopeName, ScopeVersion, toString(toUnixTimestamp64Nano(Timestamp)) AS time,
    toString(toUnixTimestamp64Nano(ObservedTimestamp)) AS observed, TraceId, SpanId, TraceFlags, SeverityText, SeverityNumber, Body,
    LogAttributes, EventName
  FROM otel_logs WHERE projectId = '${projectId}' ORDER BY Body`;

/** By number of the SDK's DataPointType. */
const POINTS = [
  { table: "otel_metrics_histogram", row: ({ value }) => ({ Count: value.count, Sum: value.sum, Min: value.min, Max: value.max, BucketCounts: value.buckets.counts, ExplicitBounds: value.buckets.boundaries }) },
  {
    table: "otel_metrics_exponential_histogram",
    row: ({ value }) => ({
      Count: value.count,
      Sum: value.sum,
      Min: value.min,
      Max: value.max,
      Scale: value.scale,
      ZeroCount: value.zeroCount,
      PositiveOffset: value.positive.offset,
      PositiveBucketCounts: value.positive.bucketCounts,
      NegativeOffset: value.negative.offset,
      NegativeBucketCounts: value.negative.bucketCounts,
    }),
  },
  { table: "otel_metrics_gauge", row: ({ value }) => ({ Value: value }) },
  { table: "otel_metrics_sum", row: ({ value }) => ({ Value: value }) },
];

/** Rows by table. */
export function pointRows({ resource, scopeMetrics }) {
  const tables = {};
  for (const { scope, metrics } of scopeMetrics) {
    for (const metric of metrics) {
      const { table, row } = POINTS[metric.dataPointType];
      for (const point of metric.dataPoints) {
        (tables[table] ??= []).push({
          ...common(resource, scope),
          MetricName: metric.descriptor.name,
          MetricDescription: metric.descriptor.description,
          MetricUnit: metric.descriptor.unit,
          Attributes: attributes(point.attributes),
          started: nanos(point.startTime),
          time: nanos(point.endTime),
          ...row(point),
          // The SDK counts from 0, the protocol from 1; a gauge has none.
          ...(table === "otel_metrics_gauge" ? {} : { AggregationTemporality: metric.aggregationTemporality + 1 }),
          ...(table === "otel_metrics_sum" ? { IsMonotonic: metric.isMonotonic } : {}),
        });
      }
    }
  }
  return tables;
}

/** @param columns names of a row, as {@link pointRows} makes it */
export const points = (table, projectId, columns) => `
  SELECT ${columns.map((column) => ({ started: "toString(toUnixTimestamp64Nano(StartTimeUnix)) AS started", time: "toString(toUnixTimestamp64Nano(TimeUnix)) AS time" })[column] ?? column).join(", ")}
  FROM ${table} WHERE projectId = '${projectId}' ORDER BY MetricName, toString(Attributes)`;
