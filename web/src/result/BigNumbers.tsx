import { Link } from '@tanstack/react-router';
import { change, full, percent, short, withUnit } from '../format/number';
import type { Target } from '../state/target';
import css from './result.module.css';

export interface BigNumber {
  label: string;
  value: number | null;
  unit: string | undefined;
  /** Of the period before. */
  before?: number | null;
  target?: Target;
}

/** A few numbers large, each the way to what it counts. */
export function BigNumbers({ numbers }: { numbers: BigNumber[] }) {
  return (
    <ul className={css.numbers}>
      {numbers.map((number) => {
        const inside = <Inside number={number} />;
        return (
          <li key={number.label}>
            {number.target ? <Link {...(number.target as unknown as { to: '/' })}>{inside}</Link> : inside}
          </li>
        );
      })}
    </ul>
  );
}

function Inside({ number: { label, value, unit, before } }: { number: BigNumber }) {
  const delta = value !== null && typeof before === 'number' ? change(value, before) : undefined;
  return (
    <>
      <span className="muted">{label}</span>
      <b title={value === null ? undefined : full(value)}>{value === null ? '–' : withUnit(value, unit)}</b>
      {delta !== undefined && (
        <span className="muted" title={`The period before: ${full(before ?? 0)}`}>
          {delta > 9 ? '' : delta > 0 ? '+' : delta < 0 ? '−' : '±'}
          {delta > 9 ? `${short(delta + 1)}-fold` : percent(Math.abs(delta))}
        </span>
      )}
    </>
  );
}
