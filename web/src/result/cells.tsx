import type { ReactNode } from 'react';
import { countryName } from '../format/country';
import { full, withUnit } from '../format/number';
import { exact } from '../format/time';

export interface ValueType {
  numeric: boolean;
  time: boolean;
}

/** What a ClickHouse type is to a reader. */
export function kindOfType(type: string): ValueType {
  const bare = type
    .replace(/^(?:LowCardinality|Nullable)\((.*)\)$/, '$1')
    .replace(/^(?:LowCardinality|Nullable)\((.*)\)$/, '$1');
  return {
    numeric: /^(?:U?Int\d+|Float\d+|Decimal|number)/.test(bare),
    time: /^(?:DateTime|time)/.test(bare),
  };
}

/** A value as ClickHouse gave it: null said, texts as they are, times and numbers readable. */
export function rawCell(value: unknown, type: string): ReactNode {
  if (value === null || value === undefined) return <span className="muted">null</span>;
  if (value === '') return <span className="muted">(empty)</span>;
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  const { numeric, time } = kindOfType(type);
  if (numeric && Number.isFinite(Number(value))) return <span title={String(value)}>{numberText(Number(value))}</span>;
  if (time) {
    const date = instant(String(value));
    if (date) return <span title={exact(date)}>{String(value).replace('T', ' ').replace(/Z$/, '')}</span>;
  }
  return String(value);
}

/** A dimension's value in words. */
export function dimensionText(name: string, value: unknown): string {
  const text = String(value ?? '');
  if (text === '') return name === 'referrer' ? 'Direct' : '(none)';
  if (name === 'country') return countryName(text);
  if (name === 'requestUrl' || name === 'url') return pathOf(text);
  if (name === 'referrer') return hostOf(text);
  if (name === 'dayOfWeek') return WEEKDAYS[(Number(text) + 6) % 7] ?? text;
  if (name === 'hourOfDay') return `${text.padStart(2, '0')}:00`;
  if (value === true) return 'Yes';
  if (value === false) return 'No';
  return text;
}

/** A metric's value; the exact one on hover. */
export function metricCell(value: unknown, unit: string | null | undefined): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="muted">–</span>;
  const number = Number(value);
  if (!Number.isFinite(number)) return String(value);
  return <span title={unit === 'share' ? `${full(number * 100)} %` : full(number)}>{withUnit(number, unit)}</span>;
}

/** A time of ClickHouse or of the API, taken as UTC where it names no zone. */
export function instant(text: string): Date | undefined {
  const iso = text.includes('T') ? text : text.replace(' ', 'T');
  const date = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) || iso.length <= 10 ? iso : `${iso}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url, 'http://localhost');
    return pathname + search;
  } catch {
    return url;
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e4 ? String(value) : full(value);
}
