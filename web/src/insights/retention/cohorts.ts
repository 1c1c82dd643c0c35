import type { QueryResult } from '../../api/types';
import { instant } from '../../result/cells';
import type { Span } from '../../state/timeRange';

export type Unit = 'day' | 'week' | 'month';

export interface Cohort {
  start: Date;
  people: number;
  periods: Map<number, { returned: number; rate: number }>;
}

/** The answer's rows by cohort, the oldest first. */
export function cohortsOf(result: QueryResult): Cohort[] {
  const at = (name: string) => result.columns.findIndex((column) => column.name === name);
  const [cohort = -1, period = -1, people = -1, returned = -1, rate = -1] = [
    'cohort',
    'period',
    'people',
    'returned',
    'retentionRate',
  ].map(at);
  const found = new Map<string, Cohort>();
  for (const row of result.rows) {
    const key = String(row[cohort]);
    const start = instant(key);
    if (!start) continue;
    const known = found.get(key) ?? { start, people: Number(row[people] ?? 0), periods: new Map() };
    found.set(key, known);
    known.periods.set(Number(row[period]), { returned: Number(row[returned] ?? 0), rate: Number(row[rate] ?? 0) });
  }
  return [...found.values()].sort((a, b) => a.start.getTime() - b.start.getTime());
}

/** The `period`-th day, week or month after the cohort's beginning, in the viewer's zone. */
export function periodSpan(start: Date, unit: Unit, period: number): Span {
  const from = new Date(start);
  const to = new Date(start);
  if (unit === 'month') {
    from.setMonth(from.getMonth() + period);
    to.setMonth(to.getMonth() + period + 1);
  } else {
    const days = unit === 'week' ? 7 : 1;
    from.setDate(from.getDate() + days * period);
    to.setDate(to.getDate() + days * (period + 1));
  }
  return { from, to };
}

/** Whether a period is over, goes on, so that more may come back, or has not begun. */
export function stageOf({ from, to }: Span, now: number): 'over' | 'unfinished' | 'ahead' {
  return from.getTime() > now ? 'ahead' : to.getTime() > now ? 'unfinished' : 'over';
}

/** The share that came back in each period, of the cohorts for which that period is over. */
export function averageRetention(
  cohorts: Cohort[],
  unit: Unit,
  now: number,
): { period: number; rate: number | null; people: number }[] {
  const periods = [...new Set(cohorts.flatMap((cohort) => [...cohort.periods.keys()]))].sort((a, b) => a - b);
  return periods
    .map((period) => {
      const known = cohorts.filter((cohort) => periodSpan(cohort.start, unit, period).to.getTime() <= now);
      const people = known.reduce((sum, cohort) => sum + cohort.people, 0);
      const returned = known.reduce((sum, cohort) => sum + (cohort.periods.get(period)?.returned ?? 0), 0);
      return { period, people, rate: people === 0 ? null : returned / people };
    })
    .filter(({ people }) => people > 0);
}
