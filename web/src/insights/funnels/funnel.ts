import type { Filter, QueryResult } from '../../api/types';
import type { Condition, Subject } from '../../state/conditions';

export interface FunnelStep {
  step: number;
  label: string;
  count: number;
  conversionRate: number;
  stepRate: number;
  medianTimeMs: number | null;
  p90TimeMs: number | null;
}

export interface FunnelGroup {
  value: unknown;
  steps: FunnelStep[];
}

/** The answer's rows as ways: one, or one for each value of the breakdown, the busiest first. */
export function funnelGroups(result: QueryResult, breakdown: string | undefined): FunnelGroup[] {
  const at = (name: string) => result.columns.findIndex((column) => column.name === name);
  const [step, label, count, rate, stepRate] = ['step', 'label', 'count', 'conversionRate', 'stepRate'].map(at);
  const [median, p90] = ['medianTimeMs', 'p90TimeMs'].map(at);
  const group = breakdown ? at(breakdown) : -1;
  const groups = new Map<string, FunnelGroup>();
  for (const row of result.rows) {
    const cell = (index: number | undefined) => (index === undefined || index < 0 ? null : row[index]);
    const number = (index: number | undefined) => (cell(index) === null ? null : Number(cell(index)));
    const value = group < 0 ? '' : cell(group);
    const known = groups.get(String(value)) ?? { value, steps: [] };
    groups.set(String(value), known);
    known.steps.push({
      step: number(step) ?? 0,
      label: String(cell(label) ?? ''),
      count: number(count) ?? 0,
      conversionRate: number(rate) ?? 0,
      stepRate: number(stepRate) ?? 0,
      medianTimeMs: number(median),
      p90TimeMs: number(p90),
    });
  }
  for (const { steps } of groups.values()) steps.sort((a, b) => a.step - b.step);
  return [...groups.values()].sort((a, b) => (b.steps[0]?.count ?? 0) - (a.steps[0]?.count ?? 0));
}

interface Place {
  by: Subject;
  within: string | undefined;
  /** From 1. */
  step: number;
  /** Those who came so far and no further. */
  dropped: boolean;
}

/** The sessions of those who came to a step. */
export function funnelCondition(steps: Filter[][], { by, within, step, dropped }: Place): Condition {
  const reached = (count: number): Condition => {
    const matches = steps.slice(0, count).map((filters) => ({ all: filters }));
    const [first] = matches;
    if (count === 1 && first) return { did: { by, what: 'event', where: first } };
    return { sequence: { by, steps: matches, ...(within ? { within } : {}) } };
  };
  if (!dropped || step >= steps.length) return reached(step);
  return { all: [reached(step), { not: reached(step + 1) }] };
}

/** How long a way may take; the empty one is what suits people, or sessions. */
export const WINDOWS = [
  { value: '', label: 'the default time' },
  { value: '10min', label: '10 minutes' },
  { value: '1h', label: '1 hour' },
  { value: '1d', label: '1 day' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
];

const ISO: Record<string, string> = { '10min': 'PT10M', '1h': 'PT1H', '1d': 'P1D', '7d': 'P7D', '30d': 'P30D' };

/** As ISO 8601: 14 days for people when nothing is said, no limit within a session. */
export function windowOf(text: string | undefined, by: Subject): string | undefined {
  return ISO[text ?? ''] ?? (by === 'person' ? 'P14D' : undefined);
}
