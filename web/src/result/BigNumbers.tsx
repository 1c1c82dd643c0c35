import { Link } from '@tanstack/react-router';
import { change, full, withUnit } from '../format/number';
import type { Target } from '../state/target';
import css from './result.module.css';

export interface BigNumber {
  label: string;
  value: number | null;
  unit: string | undefined;
  /** Of the previous period. */
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
      {delta && (
        <span className="muted" title={`Previous period: ${full(before ?? 0)}`}>
          {delta}
        </span>
      )}
    </>
  );
}
