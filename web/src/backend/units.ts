import type { Instrument } from '../api/types';
import { bytes, withUnit } from '../format/number';

/** How the values of a metric are said: its unit in words, and each value on the axis. */
export interface Told {
  unit: string;
  format: (value: number) => string;
}

/** OpenTelemetry writes units as UCUM codes, `By` or `{request}`. */
const WORDS: Record<string, string> = { By: 'bytes', s: 'seconds', ms: 'milliseconds', '1': '' };

export function told(instrument: Pick<Instrument, 'type' | 'unit'>, shown: string): Told {
  const growth = shown === 'rate' || shown === 'increase';
  const code = !growth || instrument.type === 'sum' ? instrument.unit : '{measurements}';
  const word = (WORDS[code] ?? code.replace(/[{}]/g, '')) || (growth ? 'count' : '');
  const unit = shown === 'rate' ? `${word} per second` : word;
  if (code === 'By') return { unit, format: bytes };
  if (code === 's' && !growth) return { unit, format: (value) => withUnit(value * 1000, 'ms') };
  return { unit, format: (value) => withUnit(value, undefined) };
}
