/** Runs in the browser: OpenTelemetry's SDK for the web sends spans and a log record, and says which. */
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPTraceExporter as JsonTraces } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufTraces } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { SimpleSpanProcessor, WebTracerProvider } from "@opentelemetry/sdk-trace-web";
import { logRow, spanRow } from "../lib/otel-records.js";

const resource = resourceFromAttributes({ "service.name": "storefront", "browser.language": navigator.language, "browser.mobile": false });

const exported = (exporter, data) => new Promise((done) => exporter.export(data, (result) => done(result.error ? String(result.error) : result.code)));

/** @param doors where spans as JSON, spans as protobuf and logs go, each with the key of a project of its own */
window.send = async ({ sessionId, doors }) => {
  const spans = [];
  const collect = { export: (ended, done) => (spans.push(...ended), done({ code: 0 })), shutdown: async () => {} };
  const provider = new WebTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(collect)] });
  const tracer = provider.getTracer("storefront", "1.2.0");
  const page = tracer.startSpan("documentLoad", { attributes: { "session.id": sessionId, "url.full": location.href, "browser.viewport": [innerWidth, innerHeight] } });
  const inside = trace.setSpan(context.active(), page);
  const request = tracer.startSpan("GET", { kind: SpanKind.CLIENT, attributes: { "http.request.method": "GET", "http.response.status_code": 503 } }, inside);
  request.addEvent("retry", { attempt: 2, delay: 0.25 });
  request.setStatus({ code: SpanStatusCode.ERROR, message: "Überlastet" });
  request.end();
  page.end();

  const records = [];
  const logs = new LoggerProvider({
    resource,
    processors: [new SimpleLogRecordProcessor({ exporter: { export: (some, done) => (records.push(...some), done({ code: 0 })), shutdown: async () => {}, forceFlush: async () => {} } })],
  });
  logs.getLogger("storefront").emit({ severityNumber: 9, severityText: "INFO", body: "Gekauft 👍", eventName: "purchase", attributes: { "session.id": sessionId, total: 12.5 }, context: inside });
  await logs.forceFlush();

  const headers = (door) => ({ Authorization: `Bearer ${door.key}` });
  const results = [
    await exported(new JsonTraces({ url: doors.json.url, headers: headers(doors.json) }), spans),
    await exported(new ProtobufTraces({ url: doors.protobuf.url, headers: headers(doors.protobuf) }), spans),
    await exported(new OTLPLogExporter({ url: doors.logs.url, headers: headers(doors.logs) }), records),
  ];
  return { results, spans: spans.map(spanRow), logs: records.map(logRow) };
};
