import type { Span } from '../api/types';

export interface Bar {
  span: Span;
  depth: number;
  /** Milliseconds since the trace's start. */
  start: number;
  end: number;
  /** Time in which the span waits for none of its own. */
  ownMs: number;
  children: number;
}

/** A moment with nanoseconds, as milliseconds. */
export function moment(iso: string): number {
  const match = /\.(\d{3})(\d*)Z$/.exec(iso);
  const whole = Date.parse(match ? iso.replace(/\.\d+Z$/, `.${match[1]}Z`) : iso);
  return match?.[2] ? whole + Number(`0.${match[2]}`) : whole;
}

/** The spans as a tree, drawn from the top: each below its parent, by its start. One whose parent is not there stands at the root. */
export function bars(
  spans: Span[],
  folded: ReadonlySet<string> = new Set(),
): { bars: Bar[]; from: number; totalMs: number } {
  const times = spans.map((span) => moment(span.startedAt));
  const from = times.reduce((first, time) => Math.min(first, time), Number.POSITIVE_INFINITY);
  const ids = new Set(spans.map((span) => span.spanId));
  const children = new Map<string, Bar[]>();
  let totalMs = 0;
  spans.forEach((span, index) => {
    const start = (times[index] ?? from) - from;
    const bar: Bar = { span, depth: 0, start, end: start + span.durationMs, ownMs: span.durationMs, children: 0 };
    totalMs = Math.max(totalMs, bar.end);
    const parent = ids.has(span.parentSpanId) && span.parentSpanId !== span.spanId ? span.parentSpanId : '';
    children.set(parent, [...(children.get(parent) ?? []), bar]);
  });
  const ordered: Bar[] = [];
  const seen = new Set<string>();
  const visit = (bar: Bar, depth: number, hidden: boolean) => {
    if (seen.has(bar.span.spanId)) return;
    seen.add(bar.span.spanId);
    const own = (children.get(bar.span.spanId) ?? []).sort((a, b) => a.start - b.start);
    bar.depth = depth;
    bar.children = own.length;
    bar.ownMs = ownTime(bar, own);
    if (!hidden) ordered.push(bar);
    for (const child of own) visit(child, depth + 1, hidden || folded.has(bar.span.spanId));
  };
  for (const root of (children.get('') ?? []).sort((a, b) => a.start - b.start)) visit(root, 0, false);
  // Spans that name each other as parents have no root: none of them is lost.
  for (const list of children.values()) for (const bar of list) visit(bar, 0, false);
  return { bars: ordered, from: Number.isFinite(from) ? from : 0, totalMs };
}

/** How long the span ran while none of its children did; they may overlap. */
function ownTime(bar: Bar, children: Bar[]): number {
  let covered = 0;
  let until = bar.start;
  for (const child of children) {
    const start = Math.max(until, child.start);
    const end = Math.min(bar.end, child.end);
    if (end > start) {
      covered += end - start;
      until = end;
    }
  }
  return Math.max(0, bar.end - bar.start - covered);
}

/** Own time by service, the most first. */
export function timeByService(all: Bar[]): { service: string; ms: number }[] {
  const sums = new Map<string, number>();
  for (const bar of all) sums.set(bar.span.service, (sums.get(bar.span.service) ?? 0) + bar.ownMs);
  return [...sums].map(([service, ms]) => ({ service, ms })).sort((a, b) => b.ms - a.ms);
}

/** 0.4 ms, 12 ms, 1.24 s. */
export function took(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 60_000).toFixed(1)} min`;
}
