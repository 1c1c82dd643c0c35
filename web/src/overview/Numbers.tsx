import { Skeleton, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Filter, Model } from '../api/types';
import { change, full, short } from '../format/number';
import { ACTIVE, activeSpan, NOW } from '../insights/live/active';
import { numberTarget } from '../insights/numberTarget';
import { useAnswer } from '../insights/useAnswer';
import type { ViewSearch } from '../state/search';
import { sessionsTarget, type Target } from '../state/target';
import { useComparison } from '../state/useComparison';
import { SqlPopover } from '../ui/SqlPopover';
import { Failed } from '../ui/States';
import { useProblem } from '../ui/useProblem';
import css from './Numbers.module.css';
import { type Ask, numbersOf, useMetrics } from './useMetrics';

const REFRESH_MS = 5_000;

interface NumberSpec {
  metric: string;
  label: string;
  tone?: 'error' | 'friction';
  filters: Filter[];
  sort?: string;
}

const NUMBERS: NumberSpec[] = [
  { metric: 'sessions', label: 'Sessions', filters: [] },
  { metric: 'visitors', label: 'Visitors', filters: [] },
  {
    metric: 'pageviews',
    label: 'Page views',
    filters: [{ field: 'pageviewCount', op: 'gte', values: [1] }],
    sort: '-pageviewCount',
  },
  { metric: 'errors', label: 'Errors', tone: 'error', filters: [{ field: 'errorCount', op: 'gte', values: [1] }] },
  {
    metric: 'rageClicks',
    label: 'Rage clicks',
    tone: 'friction',
    filters: [{ field: 'rageClickCount', op: 'gte', values: [1] }],
  },
];

const METRICS = NUMBERS.map((number) => number.metric);

export function Numbers({ ask, search, model }: { ask: Ask; search: ViewSearch; model: Model | undefined }) {
  const now = useMetrics(ask, { metrics: METRICS }, REFRESH_MS);
  const { known, why } = useComparison(ask.projectId, ask.range);
  const before = useMetrics(ask, { metrics: METRICS, previous: true }, 60_000, known);
  const active = useAnswer({ ...ask, range: NOW }, ACTIVE.body, {
    refreshMs: REFRESH_MS,
    span: { name: 'active', of: () => activeSpan(new Date()) },
  });
  const problem = useProblem(now);
  if (problem)
    return <Failed what="The numbers could not be loaded" error={problem} onRetry={() => void now.refetch()} />;
  const values = numbersOf(now.data);
  // Compared only with the period right before the one that is shown.
  const previous =
    known && before.data && before.isPlaceholderData === now.isPlaceholderData ? numbersOf(before.data) : undefined;
  return (
    <section className={css.numbers} aria-label="Numbers" data-dimmed={now.isPlaceholderData || undefined}>
      {NUMBERS.map((spec) => {
        const metric = model?.metrics.find((candidate) => candidate.name === spec.metric);
        return (
          <Tile
            key={spec.metric}
            label={metric?.label ?? spec.label}
            how={metric?.description}
            value={now.data ? (values[spec.metric] ?? 0) : undefined}
            previous={previous?.[spec.metric]}
            why={why}
            tone={spec.tone}
            target={sorted(sessionsTarget(ask.projectId, search, ask.filters, spec.filters), spec.sort)}
          />
        );
      })}
      <Tile
        label="Active now"
        how="Sessions with an event in the last five minutes"
        value={active.data && numbersOf(active.data)[ACTIVE.column]}
        target={numberTarget(
          { projectId: ask.projectId, search, filters: ask.filters },
          { ...ACTIVE, span: activeSpan(new Date()) },
        )}
        live
      />
      <span className={css.sql}>
        <SqlPopover
          statements={[
            ...(now.data ? [{ title: 'Numbers of this time range', sql: now.data.sql, stats: now.data.stats }] : []),
            ...(known && before.data
              ? [{ title: 'Numbers of the previous period', sql: before.data.sql, stats: before.data.stats }]
              : []),
            ...(active.data ? [{ title: 'Active now', sql: active.data.sql, stats: active.data.stats }] : []),
          ]}
        />
      </span>
    </section>
  );
}

function sorted(target: Target, sort: string | undefined): Target {
  return { ...target, search: { ...target.search, sort } };
}

interface TileProps {
  label: string;
  how?: string;
  value: number | undefined;
  previous?: number;
  /** Why there is no previous one. */
  why?: string;
  tone?: 'error' | 'friction';
  target: Target;
  live?: boolean;
}

function Tile({ label, how, value, previous, why, tone, target, live }: TileProps) {
  const delta = value !== undefined && previous !== undefined ? change(value, previous) : undefined;
  const explain = [
    how,
    value !== undefined && `Exactly ${full(value)}.`,
    previous !== undefined && `Previous period: ${full(previous)}.`,
    why && `${why}.`,
  ];
  return (
    <Tooltip label={explain.filter(Boolean).join('\n')} style={{ whiteSpace: 'pre-line' }}>
      <Link {...(target as { to: '/' })} className={css.tile} data-tone={tone}>
        <span className={css.label}>
          {live && <span className={css.live} />}
          {label}
        </span>
        {value === undefined ? (
          <Skeleton height={24} width={70} my={3} />
        ) : (
          <span className={css.value}>
            {short(value)}
            {delta && <span className={css.delta}>{delta}</span>}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}
