import type { Filter, Model } from '../api/types';
import { countryName } from '../format/country';
import { readableValue } from '../format/path';
import { inSentence } from '../format/words';
import { formatFilter, isUnary, OPERATOR_WORDS, parseFilter } from './filters';

/** A condition of the query language: on one session or one event, the place says which. */
export type Condition =
  | Filter
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { did: Did }
  | { sequence: { by?: Subject; steps: Condition[]; within?: string; during?: During } }
  | { cohort: string };

export type Subject = 'session' | 'person';
export type During = 'query' | 'ever' | { from: string; to: string };

interface Did {
  by?: Subject;
  what?: 'session' | 'event';
  where?: Condition;
  count?: { op: string; value: number };
  during?: During;
}

/** A condition of a link: what it says to people, and what it is. */
export interface Named {
  title: string;
  where: Condition;
}

export function parseNamed(text: string | undefined): Named | undefined {
  const titled = parseTitled(text);
  return titled && { title: titled.title, where: titled.value as Condition };
}

export function formatNamed({ title, where }: Named): string {
  return formatTitled(title, where);
}

/** An object in the address bar behind what it says to people, as `title|JSON`; nothing when it is not that. */
export function parseTitled(text: string | undefined): { title: string; value: object } | undefined {
  const at = text?.indexOf('|') ?? -1;
  if (!text || at < 0) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(at + 1));
    return typeof value === 'object' && value !== null ? { title: text.slice(0, at), value } : undefined;
  } catch {
    return undefined;
  }
}

export function formatTitled(title: string, value: object): string {
  return `${title.replaceAll('|', '/')}|${JSON.stringify(value)}`;
}

/**
 * What holds for one event, in the address bar: filters as `f` has them, joined by `;`. A backslash stands before a `;` that belongs to a
 * value.
 */
export function parseEvent(text: string): Filter[] {
  const parts = text.match(/(?:[^;\\]|\\.)+/g) ?? [];
  return parts.map((part) => parseFilter(part.replaceAll('\\;', ';'))).filter((filter) => filter !== undefined);
}

export function formatEvent(filters: Filter[]): string {
  return filters.map((filter) => formatFilter(filter).replaceAll(';', '\\;')).join(';');
}

/** All of them; one alone stands for itself. */
export function allOf(filters: Condition[]): Condition {
  const [only] = filters;
  return filters.length === 1 && only ? only : { all: filters };
}

/** An event in words: `/cart`, `purchase`, `element is .buy, page is /cart`. */
export function eventWords(filters: Filter[], model?: Model): string {
  return filters.map((filter) => filterWords(filter, model)).join(', ') || 'any event';
}

/** The ids of the cohorts in a condition, however deep. */
export function cohortsOf(where: unknown): string[] {
  if (typeof where !== 'object' || where === null) return [];
  return Object.entries(where).flatMap(([key, value]) =>
    key === 'cohort' && typeof value === 'string' ? [value] : cohortsOf(value),
  );
}

const PLAIN = new Set(['page', 'viewedPage', 'customEvent', 'errorMessage']);

export function filterWords(filter: Filter, model?: Model): string {
  const values = (filter.values ?? []).map((value) =>
    filter.field === 'country'
      ? countryName(String(value))
      : readableValue(filter.field, String(value ?? '')) || '(none)',
  );
  const said = values.length > 2 ? `${values.slice(0, 2).join(', ')} +${values.length - 2}` : values.join(' or ');
  if (filter.op === 'eq' && PLAIN.has(filter.field)) return said;
  if (filter.op === 'eq' && filter.field === 'type') return TYPE_WORDS[values[0] ?? ''] ?? said;
  const label = model?.dimensions.find((dimension) => dimension.name === filter.field)?.label ?? filter.field;
  return `${inSentence(label)} ${OPERATOR_WORDS[filter.op]}${isUnary(filter.op) ? '' : ` ${said}`}`;
}

export const TYPE_WORDS: Record<string, string> = {
  pageview: 'any page view',
  click: 'any click',
  input: 'any input',
  scroll: 'any scroll',
  request: 'any request',
  error: 'any error',
  custom: 'any custom event',
  identify: 'identified',
  console: 'console message',
};
