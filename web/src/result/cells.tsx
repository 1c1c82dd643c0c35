import type { ReactNode } from 'react';
import { stringifyExact } from '../api/exactJson';
import { countryName } from '../format/country';
import { full, withUnit } from '../format/number';
import { pathOf, readableValue } from '../format/path';
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

/** A value as ClickHouse gave it, with all its digits; null said, times by the clock of the column's zone. */
export function rawCell(value: unknown, type: string): ReactNode {
  if (value === null || value === undefined) return <span className="muted">null</span>;
  if (value === '') return <span className="muted">(empty)</span>;
  const text = rawText(value, type);
  if (typeof value === 'number' || typeof value === 'bigint') return <span title={grouped.format(value)}>{text}</span>;
  const date = kindOfType(type).time ? instant(String(value)) : undefined;
  return date ? <span title={exact(date)}>{text}</span> : text;
}

/** The same in plain text. */
export function rawText(value: unknown, type: string): string {
  if (typeof value === 'object' && value !== null) return stringifyExact(value);
  const text = String(value);
  return kindOfType(type).time ? zonedText(text, zoneOfType(type)) : text;
}

/** A number as ClickHouse gave it, `inf` and `-inf` among them; null where there is none, as of `nan`, which may have a sign. */
export function rawNumber(value: unknown): number | null {
  if (value === null || value === undefined || value === 'nan' || value === '-nan') return null;
  return value === 'inf' ? Number.POSITIVE_INFINITY : value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value);
}

/** The zone in which the times of a ClickHouse type are told: its own, or UTC. */
export function zoneOfType(type: string): string {
  const zone = /DateTime(?:64)?\((?:\d+, )?'([^']+)'\)/.exec(type)?.[1] ?? UTC;
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return UTC;
  }
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
  return readableValue(name, text);
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

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const UTC = 'UTC';
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });

/** A time of ClickHouse by the clock of a zone, as `2026-11-28 00:00:00`, its fraction as it came. */
function zonedText(text: string, zone: string): string {
  const date = instant(text);
  if (!date || zone === UTC) return text.replace('T', ' ').replace(/Z$/, '');
  const clock = date.toLocaleString('sv-SE', { timeZone: zone });
  return clock + (/\.\d+/.exec(text)?.[0] ?? '');
}
