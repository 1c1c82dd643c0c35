import { duration } from './time';

const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const one = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const three = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const UNITS: [number, string][] = [
  [1e9, 'bn'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Shortened as people say it: 987, 12.4 k, 1.2 M. */
export function short(value: number): string {
  const size = Math.abs(value);
  for (const [unit, letter] of UNITS) {
    // 999,950 rounds to 1000.0 k: that is 1 M.
    if (size >= unit * 0.99995) return `${(size >= unit * 100 ? whole : one).format(value / unit)} ${letter}`;
  }
  if (Number.isInteger(value)) return whole.format(value);
  // A layout shift of 0.08 must not read as 0.1.
  return (size < 1 ? three : one).format(value);
}

export function full(value: number): string {
  return exact.format(value);
}

export function percent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const size = Math.abs(share * 100);
  return `${size < 10 && size !== 0 ? one.format(share * 100) : whole.format(share * 100)} %`;
}

/** A probability of chance as papers write it: 0.03, < 0.001. */
export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : String(Number(p.toPrecision(p < 0.1 ? 1 : 2)));
}

/** Change against a previous value, +12 % or from the tenfold on ×14; undefined where there was nothing to compare with. */
export function change(now: number, before: number): string | undefined {
  if (before === 0) return undefined;
  const share = (now - before) / before;
  if (share > 9) return `×${short(Math.round(now / before))}`;
  return `${share > 0 ? '+' : share < 0 ? '−' : '±'}${percent(Math.abs(share))}`;
}

export function money(value: number): string {
  return value === 0
    ? ''
    : value >= 10_000
      ? short(value)
      : value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A metric's value with its unit. */
export function withUnit(value: number, unit: string | null | undefined): string {
  if (unit === 'share') return percent(value);
  if (unit === 'ms') {
    if (value >= 60_000) return duration(value);
    return value >= 1000 ? `${one.format(value / 1000)} s` : `${whole.format(value)} ms`;
  }
  return short(value);
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in decimal units, as disks are sold: 987 B, 12.4 MB. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 999.95 && unit < SIZES.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${(unit === 0 || size >= 99.95 ? whole : one).format(size)} ${SIZES[unit]}`;
}
