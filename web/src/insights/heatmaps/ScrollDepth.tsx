import type { QueryResult } from '../../api/types';
import { full, percent } from '../../format/number';
import { columnIndex } from '../useAnswer';
import css from './Heatmap.module.css';

const MOST = 40;

/** A bar for each stretch of the page, as long as the share of sessions that came there. */
export function ScrollDepth({ result }: { result: QueryResult }) {
  const [depth, sessions, share] = ['depth', 'sessions', 'share'].map((name) => columnIndex(result, name)) as [
    number,
    number,
    number,
  ];
  const rows = result.rows
    .map((row) => ({ depth: Number(row[depth]), sessions: Number(row[sessions]), share: Number(row[share]) }))
    .sort((a, b) => a.depth - b.depth);
  const step = Math.max(1, Math.ceil(rows.length / MOST));
  return (
    <ul className={css.depths}>
      {rows
        .filter((_, index) => index % step === 0)
        .map((row) => (
          <li
            key={row.depth}
            title={`${full(row.sessions)} sessions scrolled ${full(row.depth)} % down, ${percent(row.share)}`}
          >
            <span className={css.px}>{full(row.depth)} %</span>
            <span className={css.track}>
              <span style={{ width: `${Math.min(1, row.share) * 100}%` }} />
            </span>
            <span className={css.share}>{percent(row.share)}</span>
          </li>
        ))}
    </ul>
  );
}
