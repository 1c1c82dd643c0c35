import { full, short } from '../format/number';
import css from './CategoryBars.module.css';
import type { SeriesInput } from './seriesOption';

/** Bars beside the names of their categories: all of the names, however many and long they are. What does not fit scrolls. */
export function CategoryBars({ input: { title, labels, series, format = short } }: { input: SeriesInput }) {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return (
    <ul className={css.bars} aria-label={title}>
      {labels.map((label, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two categories may have the same name
        <li key={place} className={css.row}>
          <span className={css.name} title={label}>
            {label || '(none)'}
          </span>
          <span className={css.values} data-many={series.length > 1 || undefined}>
            {series.map(({ name, values, color }) => {
              const value = values[place];
              const missing = value === null || value === undefined;
              return (
                <span key={name} className={css.value} title={missing ? name : `${name}: ${full(value)}`}>
                  <span
                    className={css.bar}
                    style={{
                      width: `${most > 0 && !missing ? (100 * value) / most : 0}%`,
                      background: `var(${color})`,
                    }}
                  />
                  <span className={css.number}>{missing ? '–' : format(value)}</span>
                  {series.length > 1 && <span className="muted ellipsis">{name}</span>}
                </span>
              );
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whether the input can be drawn so: bars of categories that are not below zero. */
export function isCategorical({ shape, categories, series }: SeriesInput): boolean {
  return shape === 'bar' && categories === true && series.every(({ values }) => values.every((one) => (one ?? 0) >= 0));
}
