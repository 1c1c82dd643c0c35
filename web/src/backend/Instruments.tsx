import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Instrument } from '../api/types';
import { short } from '../format/number';
import { useView } from '../state/useView';
import { Failed } from '../ui/States';
import css from './Backend.module.css';
import { BackendHead } from './BackendHead';
import { AttributeFields, SelectField } from './Fields';
import own from './Instruments.module.css';
import { MetricLines } from './MetricLines';
import { NoTelemetry } from './NoTelemetry';
import { attributesQuery, instrumentsQuery, seriesQuery } from './queries';
import { told } from './units';

const FUNCTIONS: Record<Instrument['type'], string[]> = {
  gauge: ['avg', 'min', 'max', 'sum'],
  sum: ['rate', 'increase', 'avg', 'min', 'max', 'sum'],
  histogram: ['p95', 'p50', 'p99', 'avg', 'rate', 'increase'],
  exponential_histogram: ['avg', 'rate', 'increase'],
  summary: ['avg', 'rate', 'increase'],
};

/** The metrics that backends send: choose one, see it over time, by an attribute. */
export function Instruments() {
  const { projectId, search, range, update } = useView();
  const list = useQuery(instrumentsQuery(projectId, range));
  const all = list.data?.instruments ?? [];
  const chosen = all.find((one) => `${one.type} ${one.name}` === search.of) ?? all[0];
  if (list.error && !list.data)
    return <Failed what="The metrics could not be loaded" error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className={css.page}>
      <BackendHead statements={list.data ? [{ title: 'Metrics', sql: list.data.sql, stats: list.data.stats }] : []} />
      {list.isPending ? (
        <Skeleton height={320} m={16} width="calc(100% - 32px)" />
      ) : !chosen ? (
        <NoTelemetry projectId={projectId} what="metrics" />
      ) : (
        <div className={own.split}>
          <nav className={own.list} aria-label="Metrics">
            {all.map((one) => (
              <button
                key={`${one.type} ${one.name}`}
                type="button"
                className={own.item}
                data-active={one === chosen || undefined}
                onClick={() =>
                  update({ of: `${one.type} ${one.name}`, by: undefined, attr: undefined, show: undefined })
                }
              >
                <span className="mono ellipsis">{one.name}</span>
                <span className={own.type}>
                  {one.type.replace('_', ' ')} ·{' '}
                  {one.services.length === 1 ? one.services[0] : `${one.services.length} services`}
                </span>
              </button>
            ))}
          </nav>
          <One key={`${chosen.type} ${chosen.name}`} instrument={chosen} />
        </div>
      )}
    </div>
  );
}

function One({ instrument }: { instrument: Instrument }) {
  const { projectId, search, range, update } = useView();
  const functions = FUNCTIONS[instrument.type];
  const usable = instrument.type === 'sum' && !instrument.monotonic ? functions.slice(2) : functions;
  const chosen = usable.find((name) => name === search.show) ?? usable[0] ?? 'avg';
  const by = search.by?.[0];
  const filters = search.attr ?? [];
  const attributes = useQuery(attributesQuery(projectId, range, instrument.name, instrument.type));
  const series = useQuery(
    seriesQuery(projectId, range, {
      name: instrument.name,
      type: instrument.type,
      function: chosen,
      by,
      attribute: filters,
    }),
  );
  const known = attributes.data?.attributes ?? [];
  const { unit, format } = useMemo(() => told(instrument, chosen), [instrument, chosen]);
  return (
    <section className={own.one} aria-label={instrument.name}>
      <h2 className={css.title}>
        <span className="mono">{instrument.name}</span>
        <span className="muted">
          {instrument.description}
          {unit && ` (${unit})`}
        </span>
      </h2>
      <div className={css.filters}>
        <SelectField
          label="Show"
          value={chosen}
          options={usable.slice(1)}
          all={usable[0] ?? ''}
          onChange={(show) => update({ show }, true)}
        />
        <SelectField
          label="By"
          value={by}
          options={known.map((one) => one.attribute)}
          all="nothing"
          onChange={(next) => update({ by: next ? [next] : undefined }, true)}
        />
        <AttributeFields
          attributes={filters}
          onChange={(next) => update({ attr: next.length > 0 ? next : undefined })}
        />
      </div>
      {series.error && !series.data ? (
        <Failed what="The metric could not be loaded" error={series.error} onRetry={() => void series.refetch()} />
      ) : !series.data ? (
        <Skeleton height={280} m={16} width="calc(100% - 32px)" />
      ) : series.data.lines.length === 0 ? (
        <p className={css.hint}>No points with these attributes in this time range.</p>
      ) : (
        <div className={own.chart} data-dimmed={series.isPlaceholderData || undefined}>
          <MetricLines series={series.data} range={range} format={format} />
        </div>
      )}
      {series.data && series.data.linesCut > 0 && (
        <p className={css.hint}>{short(series.data.linesCut)} smaller lines are left out.</p>
      )}
      {known.length > 0 && (
        <dl className={own.attributes}>
          {known.map((one) => (
            <div key={one.attribute}>
              <dt className="mono">{one.attribute}</dt>
              <dd>
                {one.values.slice(0, 12).map((value) => (
                  <button
                    key={value}
                    type="button"
                    className={own.value}
                    onClick={() => update({ attr: [...new Set([...filters, `${one.attribute}=${value}`])] })}
                  >
                    {value || '(empty)'}
                  </button>
                ))}
                {one.distinctValues > 12 && <span className="muted"> of {short(one.distinctValues)}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
