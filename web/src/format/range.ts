import { PRESETS, type Range } from '../state/timeRange';
import { span } from './time';

/** Last 7 days, or from when to when. */
export function rangeLabel(range: Range): string {
  if (range.kind === 'fixed') return span(range.from, range.to);
  return PRESETS.find((option) => option.key === range.key)?.label ?? '';
}
