import { Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Model, QueryResult } from '../api/types';
import type { ViewSearch } from '../state/search';
import { SqlPopover } from '../ui/SqlPopover';
import { FailedBeside } from '../ui/States';
import { useProblem } from '../ui/useProblem';
import { BreakdownRows } from './BreakdownRows';
import { type Breakdown, namesOf } from './breakdowns';
import css from './Overview.module.css';
import { type Ask, useMetrics } from './useMetrics';

const REFRESH_MS = 15_000;
const ROWS = 8;
/** Rows with an empty value may be left out, and what the rest holds is shown too. */
const ASKED = 50;
const LINES = Array.from({ length: ROWS }, (_, line) => line);

export function BreakdownPanel({
  tabs,
  ask,
  search,
  model,
}: {
  tabs: Breakdown[];
  ask: Ask;
  search: ViewSearch;
  model: Model | undefined;
}) {
  const [chosen, setChosen] = useState(0);
  const breakdown = tabs[chosen] ?? tabs[0];
  const result = useMetrics(
    ask,
    { metrics: [breakdown?.metric ?? 'sessions'], dimensions: [breakdown?.dimension ?? 'page'], limit: ASKED },
    REFRESH_MS,
  );
  const problem = useProblem(result);
  const named = useNames(ask, breakdown, result.data);
  if (!breakdown) return null;
  const metric = model?.metrics.find((candidate) => candidate.name === breakdown.metric);
  const how = metric
    ? `${metric.label}: ${metric.description.charAt(0).toLowerCase()}${metric.description.slice(1)}`
    : undefined;
  const current =
    result.data?.columns.some((column) => column.name === breakdown.dimension) && (!breakdown.named || named);
  return (
    <section className={css.panel} aria-label={breakdown.title}>
      <header className={css.panelHead}>
        <div className={css.tabs} role="tablist" aria-label="Breakdowns">
          {tabs.map((tab, index) => (
            <button
              key={tab.title}
              type="button"
              role="tab"
              aria-selected={index === chosen}
              className={css.tab}
              onClick={() => setChosen(index)}
            >
              {tab.title}
            </button>
          ))}
        </div>
        <span className={css.metricName} title={how}>
          {metric && metric.label !== breakdown.title ? metric.label : ''}
        </span>
        {result.data && (
          <SqlPopover statements={[{ title: breakdown.title, how, sql: result.data.sql, stats: result.data.stats }]} />
        )}
      </header>
      <div className={css.rows} data-dimmed={result.isPlaceholderData || undefined}>
        {problem ? (
          <FailedBeside what="This could not be loaded" error={problem} onRetry={() => void result.refetch()} />
        ) : result.data && current ? (
          <BreakdownRows
            result={result.data}
            breakdown={named ? { ...breakdown, show: (value) => named.get(value) ?? value } : breakdown}
            limit={ROWS}
            ask={ask}
            search={search}
          />
        ) : (
          LINES.map((line) => (
            <Skeleton key={line} height={20} mx={12} my={4} width={`calc(${90 - line * 9}% - 24px)`} />
          ))
        )}
      </div>
    </section>
  );
}

/** The names of the listed values, where they are ids; undefined until they are there. */
function useNames(ask: Ask, breakdown: Breakdown | undefined, result: QueryResult | undefined) {
  const { dimension = '', named, metric = '' } = breakdown ?? {};
  const values =
    named && result?.columns[0]?.name === dimension ? result.rows.slice(0, ROWS).map(([value]) => String(value)) : [];
  const listed = { ...ask, filters: [...ask.filters, { field: dimension, op: 'eq' as const, values }] };
  const names = useMetrics(
    listed,
    { metrics: [metric], dimensions: [dimension, named ?? ''], limit: 500 },
    REFRESH_MS,
    values.length > 0,
  );
  const rows = names.data?.rows;
  const found = useMemo(() => rows && namesOf(rows as unknown[][]), [rows]);
  if (!named) return undefined;
  return values.length === 0 && result ? new Map<string, string>() : found;
}
