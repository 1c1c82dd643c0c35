import type { Stats } from '../api/types';
import { full, short, withUnit } from './number';

/** What an answer cost: the time, and for the administrator how much was read. */
export function workDone({ elapsedMs, rowsRead, bytesRead }: Stats): { text: string; title?: string } {
  const time = elapsedMs < 1000 ? `${short(elapsedMs)} ms` : withUnit(elapsedMs, 'ms');
  if (rowsRead === null || bytesRead === null) return { text: time };
  return {
    text: `${short(rowsRead)} rows read · ${short(bytesRead)}B · ${time}`,
    title: `${full(rowsRead)} rows, ${full(bytesRead)} bytes read`,
  };
}
