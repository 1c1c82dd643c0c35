/** OpenTelemetry JS sends, from Node and from a browser; what stands in ClickHouse is what it sent, field by field. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { context, createTraceState, SpanKind, SpanStatusCode, trace, TraceFlags } from "@opentelemetry/api";
import * as logsGrpc from "@opentelemetry/exporter-logs-otlp-grpc";
import * as logsHttp from "@opentelemetry/exporter-logs-otlp-http";
import * as logsProto from "@opentelemetry/exporter-logs-otlp-proto";
import * as metricsGrpc from "@opentelemetry/exporter-metrics-otlp-grpc";
import * as metricsHttp from "@opentelemetry/exporter-metrics-otlp-http";
import * as metricsProto from "@opentelemetry/exporter-metrics-otlp-proto";
import * as tracesGrpc from "@opentelemetry/exporter-trace-otlp-grpc";
import * as tracesHttp from "@opentelemetry/exporter-trace-otlp-http";
import * as tracesProto from "@opentelemetry/exporter-trace-otlp-proto";
import { Metadata } from "@grpc/grpc-js";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { AggregationType, MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-web";
import { build } from "esbuild";
import { launchBrowser } from "../lib/browser.js";
import { LOGS, logRow, pointRows, points, SPANS, spanRow } from "../lib/otel-records.js";
import { freePort, startServer } from "../lib/server.js";
import { startSite } from "../lib/site.js";
import { until } from "../lib/wait.js";

const SPAN_COUNT = 500;
const SESSION = "019cab00-0000-7000-9000-000000000001";
const here = path.dirname(fileURLToPath(import.meta.url));
const resource = resourceFromAttributes({ "service.name": "checkout", "host.name": "grün", "process.pid": 4711, "process.command_args": ["node", "shop.js"] });

let server;
let http;
let grpc;

before(async () => {
  const [httpPort, grpcPort] = [await freePort(), await freePort()];
  server = await startServer("serve", { environment: { CLAYMORE_OTLP_HTTP_PORT: String(httpPort), CLAYMORE_OTLP_GRPC_PORT: String(grpcPort) } });
  http = `http://127.0.0.1:${httpPort}`;
  grpc = `http://127.0.0.1:${grpcPort}`;
});

after(() => server?.stop());

const project = (projectId) => server.api("POST", "/api/projects", { projectId, name: projectId });

const TRANSPORTS = {
  json: { traces: tracesHttp, logs: logsHttp, metrics: metricsHttp, options: (signal, key) => ({ url: `${http}/v1/${signal}`, headers: { Authorization: `Bearer ${key}` } }) },
  protobuf: { traces: tracesProto, logs: logsProto, metrics: metricsProto, options: (signal, key) => ({ url: `${http}/v1/${signal}`, headers: { Authorization: `Bearer ${key}` }, compression: "gzip" }) },
  grpc: {
    traces: tracesGrpc,
    logs: logsGrpc,
    metrics: metricsGrpc,
    options: (signal, key) => {
      const metadata = new Metadata();
      metadata.set("authorization", `Bearer ${key}`);
      return { url: grpc, metadata, compression: "gzip" };
    },
  },
};

const exported = (exporter, data) =>
  new Promise((done, failed) => exporter.export(data, (result) => (result.code === 0 ? done() : failed(result.error ?? new Error(`code ${result.code}`))))).finally(() => exporter.shutdown());

const rows = (statement, count) =>
  until(`${count} rows`, async () => {
    const found = await server.sql(statement);
    return found.length >= count && found;
  }, { within: 60_000, every: 200 });

const keeper = (kept) => ({ export: (some, done) => (kept.push(...some), done({ code: 0 })), shutdown: async () => {}, forceFlush: async () => {} });
const bySpanId = (one, other) => (one.SpanId < other.SpanId ? -1 : 1);

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  test(`spans from Node as ${name} arrive as they were sent`, async () => {
    const spans = madeSpans();
    const { secretKey } = await project(`node-spans-${name}`);
    await exported(new transport.traces.OTLPTraceExporter(transport.options("traces", secretKey)), spans);
    const found = await rows(SPANS(`node-spans-${name}`), spans.length);
    assert.deepEqual(found, spans.map(spanRow).sort(bySpanId));
    const [{ linked }] = await server.sql(`SELECT countIf(sessionId = '${SESSION}') AS linked FROM otel_traces WHERE projectId = 'node-spans-${name}'`);
    assert.equal(linked, spans.filter((span) => span.attributes["session.id"]).length);
  });

  test(`log records from Node as ${name} arrive as they were sent`, async () => {
    const records = madeLogs();
    const { secretKey } = await project(`node-logs-${name}`);
    await exported(new transport.logs.OTLPLogExporter(transport.options("logs", secretKey)), records);
    const found = await rows(LOGS(`node-logs-${name}`), records.length);
    assert.deepEqual(found, records.map(logRow).sort((one, other) => (Buffer.compare(Buffer.from(one.Body), Buffer.from(other.Body)))));
  });

  test(`metrics from Node as ${name} arrive as they were sent`, async () => {
    const metrics = await madeMetrics();
    const { secretKey } = await project(`node-metrics-${name}`);
    await exported(new transport.metrics.OTLPMetricExporter(transport.options("metrics", secretKey)), metrics);
    const expected = pointRows(metrics);
    assert.equal(Object.keys(expected).length, 4, "each kind of metric is there");
    for (const [table, wanted] of Object.entries(expected)) {
      const found = await rows(points(table, `node-metrics-${name}`, Object.keys(wanted[0])), wanted.length);
      assert.deepEqual(found, wanted, table);
    }
  });
}

test("spans and logs of a page of another origin arrive as they were sent, after a preflight", async () => {
  const { outputFiles } = await build({ entryPoints: [path.join(here, "../otel/page.js")], bundle: true, write: false, format: "iife", platform: "browser", logLevel: "error" });
  const site = await startSite(`<!doctype html><title>Shop</title><script>${outputFiles[0].text.replaceAll("</script", "<\\/script")}</script>`);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const devtools = await page.context().newCDPSession(page);
    const preflights = [];
    devtools.on("Network.requestWillBeSent", ({ request }) => request.method === "OPTIONS" && preflights.push(new URL(request.url).pathname));
    await devtools.send("Network.enable");
    await page.goto(site.url);
    const doors = {};
    for (const [door, signal] of [["json", "traces"], ["protobuf", "traces"], ["logs", "logs"]]) {
      doors[door] = { url: `${http}/v1/${signal}`, key: (await project(`web-${door}`)).writeKey };
    }
    const sent = await page.evaluate((what) => window.send(what), { sessionId: SESSION, doors });
    assert.deepEqual(sent.results, [0, 0, 0]);
    assert.equal(sent.spans.length, 2);
    for (const door of ["json", "protobuf"]) {
      assert.deepEqual(await rows(SPANS(`web-${door}`), 2), sent.spans.sort(bySpanId));
    }
    assert.deepEqual(await rows(LOGS("web-logs"), 1), sent.logs);
    assert.ok(preflights.includes("/v1/traces") && preflights.includes("/v1/logs"), `preflights: ${preflights}`);
  } finally {
    await browser.close();
    await site.close();
  }
});

/** Spans with everything that a span can have. */
function madeSpans() {
  const spans = [];
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new SimpleSpanProcessor(keeper(spans))],
    spanLimits: { attributeCountLimit: 12, eventCountLimit: 3, linkCountLimit: 2 },
  });
  const tracer = provider.getTracer("@shop/checkout", "2.1.0");
  const remote = trace.setSpanContext(context.active(), {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
    traceState: createTraceState("vendor=a1,other=b2"),
  });
  for (let i = 0; i < SPAN_COUNT; i++) {
    const parent = i % 3 === 0 ? remote : i % 3 === 1 ? context.active() : trace.setSpanContext(context.active(), spans.at(-1).spanContext());
    const kind = [SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER][i % 5];
    const links = i % 4 === 0 ? [{ context: { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 }, attributes: { "link.nr": i } }] : [];
    const span = tracer.startSpan(`GET /orders/${i % 7}`, { kind, links, attributes: { text: `Straße ${i} "quoted" \\ \n 👍`, integer: i * 1_000_003, negative: -i, decimal: i + 0.125, flag: i % 2 === 0, texts: ["a", "ü"], numbers: [1, 2.5], empty: "" } }, parent);
    if (i % 10 === 0) span.setAttribute("session.id", SESSION);
    for (let event = 0; event < i % 5; event++) span.addEvent(`step ${event}`, { "step.nr": event, ratio: 0.1 });
    if (i % 6 === 0) span.recordException(new Error(`failed ${i}`));
    for (let attribute = 0; attribute < i % 8; attribute++) span.setAttribute(`more.${attribute}`, attribute);
    span.setStatus([{ code: SpanStatusCode.UNSET }, { code: SpanStatusCode.OK }, { code: SpanStatusCode.ERROR, message: "zu spät" }][i % 3]);
    span.end();
  }
  return spans;
}

function madeLogs() {
  const records = [];
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter: keeper(records) })] });
  const logger = provider.getLogger("@shop/log", "0.9.0");
  const inside = trace.setSpanContext(context.active(), { traceId: "c".repeat(32), spanId: "d".repeat(16), traceFlags: 1 });
  const bodies = ["plain", "Grüße 👍", 42, 1.5, true, { user: { id: 7, tags: ["a", "b"] } }, ["x", 1]];
  bodies.forEach((body, i) =>
    logger.emit({
      body,
      severityNumber: 1 + 3 * i,
      severityText: ["TRACE", "DEBUG", "INFO", "WARN"][i % 4],
      timestamp: Date.now() - i * 1_000,
      eventName: i % 2 ? `event.${i}` : undefined,
      attributes: { nr: i, nested: { deep: [1, { er: "ja" }] }, list: ["a", 1, true] },
      context: i % 2 ? inside : undefined,
    }),
  );
  return records;
}

/** Collected once, so that what is compared is what is sent. */
async function madeMetrics() {
  class Once extends MetricReader {
    async onShutdown() {}
    async onForceFlush() {}
  }
  const reader = new Once();
  const provider = new MeterProvider({ resource, readers: [reader], views: [{ instrumentName: "shop.exponential", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }] });
  const meter = provider.getMeter("@shop/meter", "3.0.1");
  const orders = meter.createCounter("shop.orders", { description: "Bestellungen", unit: "{order}" });
  orders.add(3, { country: "DE" });
  orders.add(2.5, { country: "FR" });
  meter.createUpDownCounter("shop.queue", { unit: "1" }).add(-4);
  meter.createObservableGauge("shop.temperature", { unit: "Cel" }).addCallback((result) => result.observe(-7.25, { room: "kühl" }));
  const latency = meter.createHistogram("shop.latency", { unit: "ms", advice: { explicitBucketBoundaries: [5, 50, 500] } });
  [1, 7, 70, 700.5].forEach((value) => latency.record(value, { route: "/a" }));
  const exponential = meter.createHistogram("shop.exponential", { unit: "By" });
  [0, 0.5, 3, 1_000, 1_000_000].forEach((value) => exponential.record(value));
  const { resourceMetrics, errors } = await reader.collect();
  assert.deepEqual(errors, []);
  for (const { metrics } of resourceMetrics.scopeMetrics) metrics.sort((one, other) => (one.descriptor.name < other.descriptor.name ? -1 : 1));
  return resourceMetrics;
}
