import type { Filter, Operator } from '../api/types';

/**
 * Filters in the address bar: one `f=field:op:value,value` each; a backslash stands before a comma or a backslash that belongs to a value.
 * Readable, so that a person can change it by hand.
 */
export function parseFilter(text: string): Filter | undefined {
  const first = text.indexOf(':');
  if (first <= 0) return undefined;
  const second = text.indexOf(':', first + 1);
  const field = text.slice(0, first);
  const op = second < 0 ? text.slice(first + 1) : text.slice(first + 1, second);
  if (!isOperator(op)) return undefined;
  if (isUnary(op)) return { field, op };
  if (second < 0) return undefined;
  return { field, op, values: splitValues(text.slice(second + 1)) };
}

export function formatFilter(filter: Filter): string {
  if (isUnary(filter.op)) return `${filter.field}:${filter.op}`;
  const values = (filter.values ?? []).map((value) => String(value ?? '').replace(/[\\,]/g, '\\$&'));
  return `${filter.field}:${filter.op}:${values.join(',')}`;
}

export function parseFilters(texts: string[]): Filter[] {
  return texts.map(parseFilter).filter((filter) => filter !== undefined);
}

/** Adds the filter, in place of one of the same field and operator. */
export function withFilter(filters: Filter[], added: Filter): Filter[] {
  const index = filters.findIndex((filter) => filter.field === added.field && filter.op === added.op);
  return index < 0 ? [...filters, added] : filters.with(index, added);
}

/** All of them: what was set stays, and what is set already is not said twice. */
export function addFilters(filters: Filter[], added: Filter[]): Filter[] {
  const texts = new Set(filters.map(formatFilter));
  return [...filters, ...added.filter((filter) => !texts.has(formatFilter(filter)))];
}

export function isUnary(op: Operator): boolean {
  return op === 'exists' || op === 'notExists';
}

export const OPERATOR_WORDS: Record<Operator, string> = {
  eq: 'is',
  ne: 'is not',
  is: 'is, in any case,',
  contains: 'contains',
  startsWith: 'starts with',
  endsWith: 'ends with',
  matches: 'matches',
  gt: 'more than',
  gte: 'at least',
  lt: 'less than',
  lte: 'at most',
  exists: 'is set',
  notExists: 'is not set',
};

function isOperator(text: string): text is Operator {
  return Object.hasOwn(OPERATOR_WORDS, text);
}

function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\' && i + 1 < text.length) value += text.charAt(++i);
    else if (char === ',') {
      values.push(value);
      value = '';
    } else value += char;
  }
  values.push(value);
  return values;
}
