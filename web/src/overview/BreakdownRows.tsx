import { Link } from '@tanstack/react-router';
import type { QueryResult } from '../api/types';
import { full, percent, short } from '../format/number';
import type { ViewSearch } from '../state/search';
import { sessionsSearch } from '../state/useView';
import type { Breakdown } from './breakdowns';
import css from './Overview.module.css';
import type { Ask } from './useMetrics';

interface Props {
  result: QueryResult;
  breakdown: Breakdown;
  limit: number;
  ask: Ask;
  search: ViewSearch;
}

export function BreakdownRows({ result, breakdown, limit, ask, search }: Props) {
  const rows = result.rows
    .map((row) => ({ value: String(row[0] ?? ''), count: Number(row[1] ?? 0) }))
    .filter((row) => row.count > 0 && (row.value !== '' || breakdown.empty !== undefined));
  if (rows.length === 0) return <p className={css.none}>{breakdown.none}</p>;
  const most = Math.max(...rows.map((row) => row.count));
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  return rows.slice(0, limit).map(({ value, count }) => {
    const filter =
      value === ''
        ? { field: breakdown.dimension, op: 'notExists' as const }
        : { field: breakdown.dimension, op: 'eq' as const, values: [value] };
    const label = value === '' ? (breakdown.empty ?? '') : (breakdown.show?.(value) ?? value);
    return (
      <Link
        key={value}
        to="/p/$projectId/sessions"
        params={{ projectId: ask.projectId }}
        search={sessionsSearch(search, ask.filters, [filter])}
        className={css.row}
        data-tone={breakdown.tone}
        title={`${value || label}: ${full(count)}, ${percent(count / total)} of the listed. Opens the sessions.`}
      >
        <span className={css.bar} style={{ width: `${(count / most) * 100}%` }} />
        <span className="ellipsis">{label}</span>
        <span className={css.count}>{short(count)}</span>
        <span className={css.share}>{percent(count / total)}</span>
      </Link>
    );
  });
}
