import type { Filter, Model } from '../api/types';
import { inSentence } from '../format/words';
import { eventWords, formatEvent, parseEvent } from '../state/conditions';

export const FUNCTIONS = {
  count: 'Count',
  people: 'People',
  sessions: 'Sessions',
  uniques: 'Different values',
  sum: 'Sum',
  avg: 'Mean',
  min: 'Lowest',
  max: 'Highest',
  p50: 'Median',
  p75: '75th percentile',
  p90: '90th percentile',
  p95: '95th percentile',
  p99: '99th percentile',
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/**
 * A number of an analysis, as the address bar has it: the name of a metric; `people()[customEvent:eq:purchase]`, a function of a field where
 * something holds; or `=A/B`, arithmetic over the numbers before it.
 */
export type Measure =
  | { kind: 'metric'; metric: string }
  | { kind: 'aggregate'; function: FunctionName; field: string; where: Filter[] }
  | { kind: 'formula'; formula: string };

const AGGREGATE = /^(\w+)\(([\w.]*)\)(?:\[(.*)\])?$/s;

export function parseMeasure(text: string): Measure | undefined {
  if (text.startsWith('=')) return { kind: 'formula', formula: text.slice(1).trim() };
  const found = AGGREGATE.exec(text);
  if (!found) return /^\w+$/.test(text) ? { kind: 'metric', metric: text } : undefined;
  const [, name = '', field = '', where = ''] = found;
  if (!Object.hasOwn(FUNCTIONS, name)) return undefined;
  return { kind: 'aggregate', function: name as FunctionName, field, where: parseEvent(where) };
}

export function formatMeasure(measure: Measure): string {
  if (measure.kind === 'metric') return measure.metric;
  if (measure.kind === 'formula') return `=${measure.formula}`;
  const where = measure.where.length > 0 ? `[${formatEvent(measure.where)}]` : '';
  return `${measure.function}(${measure.field})${where}`;
}

/** The letter a formula calls the number at this place by. */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** Its column in the answer. */
export function measureName(measure: Measure, index: number): string {
  return measure.kind === 'metric' ? measure.metric : `${measure.kind}${letter(index)}`;
}

export function measureLabel(measure: Measure, model: Model | undefined): string {
  if (measure.kind === 'metric')
    return model?.metrics.find((metric) => metric.name === measure.metric)?.label ?? measure.metric;
  if (measure.kind === 'formula') return measure.formula;
  const field = model?.dimensions.find((dimension) => dimension.name === measure.field)?.label ?? measure.field;
  const what = FUNCTIONS[measure.function];
  const of = field ? ` of ${inSentence(field)}` : '';
  return measure.where.length > 0 ? `${what}${of}: ${eventWords(measure.where, model)}` : `${what}${of}`;
}

export function measureUnit(measure: Measure, model: Model | undefined): string {
  if (measure.kind === 'metric')
    return model?.metrics.find((metric) => metric.name === measure.metric)?.unit ?? 'count';
  if (measure.kind === 'formula') return 'number';
  if (/^(?:count|people|sessions|uniques)$/.test(measure.function)) return 'count';
  return /ms$/i.test(measure.field) ? 'ms' : 'number';
}

/** As the query language has it. `all` are the numbers of the question, for formulas. */
export function measureBody(measure: Measure, index: number, all: Measure[]): unknown {
  const name = measureName(measure, index);
  if (measure.kind === 'metric') return measure.metric;
  if (measure.kind === 'formula') {
    const of = Object.fromEntries(
      all.flatMap((other, at) =>
        other.kind !== 'formula' && new RegExp(`\\b${letter(at)}\\b`).test(measure.formula)
          ? [[letter(at), measureBody(other, at, all)]]
          : [],
      ),
    );
    return { name, formula: measure.formula, of };
  }
  const percentile = /^p(\d+)$/.exec(measure.function)?.[1];
  return {
    name,
    function: percentile ? 'percentile' : measure.function,
    ...(percentile ? { percentile: Number(percentile) / 100 } : {}),
    ...(measure.field ? { field: measure.field } : {}),
    ...(measure.where.length > 0 ? { over: 'event', where: { all: measure.where } } : {}),
  };
}
