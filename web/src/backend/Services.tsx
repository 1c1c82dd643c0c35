import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Service } from '../api/types';
import { sharedSearch } from '../state/search';
import { rangeKey, spanOf, wideBucketFor } from '../state/timeRange';
import { useView } from '../state/useView';
import { DataTable } from '../ui/DataTable';
import { Icon } from '../ui/Icon';
import { Failed } from '../ui/States';
import css from './Backend.module.css';
import { BackendHead } from './BackendHead';
import { NoTelemetry } from './NoTelemetry';
import { mapQuery, operationsQuery, requestsQuery, servicesQuery } from './queries';
import { RequestChart } from './RequestChart';
import { requestColumns } from './requestColumns';
import { ServiceMapView } from './ServiceMapView';

/** The services that send spans: how they do, who calls whom, and what each is asked to do. */
export function Services() {
  const { projectId, search, range, update } = useView();
  const services = useQuery(servicesQuery(projectId, range));
  const map = useQuery(mapQuery(projectId, range));
  const list = services.data?.services ?? [];
  if (services.error && !services.data)
    return (
      <Failed what="The services could not be loaded" error={services.error} onRetry={() => void services.refetch()} />
    );
  const statements = [
    ...(services.data ? [{ title: 'Services', sql: services.data.sql, stats: services.data.stats }] : []),
    ...(map.data ? [{ title: 'Map', sql: map.data.sql, stats: map.data.stats }] : []),
  ];
  const choose = (service: string) =>
    update({ service: service === search.service ? undefined : service, op: undefined });
  return (
    <div className={css.page}>
      <BackendHead statements={statements} />
      {services.isPending ? (
        <Skeleton height={220} m={16} width="calc(100% - 32px)" />
      ) : list.length === 0 ? (
        <NoTelemetry projectId={projectId} what="spans" />
      ) : (
        <>
          <DataTable<Service>
            label="Services"
            inline
            dimmed={services.isPlaceholderData}
            rows={list}
            columns={[
              {
                key: 'service',
                label: 'Service',
                width: 'minmax(180px, 1.6fr)',
                value: (row) => row.service,
                cell: (row) => (
                  <button type="button" className={css.name} data-chosen={row.service === search.service || undefined}>
                    {row.service || 'without a name'}
                  </button>
                ),
              },
              ...requestColumns<Service>(Math.max(...list.map((row) => row.requests))),
            ]}
            onRow={(row) => choose(row.service)}
          />
          {search.service ? (
            <OneService key={search.service} service={search.service} onClose={() => choose(search.service ?? '')} />
          ) : (
            <p className={css.hint}>Choose a service to see its operations and its numbers over time.</p>
          )}
          {map.data && map.data.edges.length > 0 && (
            <section aria-label="Map">
              <h2 className={css.title}>
                Who calls whom
                {map.data.oneOf > 1 && <span className="muted"> from one of {map.data.oneOf} traces</span>}
              </h2>
              <ServiceMapView edges={map.data.edges} chosen={search.service} onChoose={choose} />
            </section>
          )}
        </>
      )}
    </div>
  );
}

function OneService({ service, onClose }: { service: string; onClose: () => void }) {
  const { projectId, search, range, update } = useView();
  const key = rangeKey(range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the span follows the range, not the passing of time
  const span = useMemo(() => spanOf(range, new Date()), [key]);
  const bucket = wideBucketFor(span);
  const operations = useQuery(operationsQuery(projectId, range, service));
  const requests = useQuery(requestsQuery(projectId, range, bucket, service, search.op));
  const rows = operations.data?.operations ?? [];
  const { range: rolling, from, to } = sharedSearch(search);
  const narrowed = { range: rolling, from, to, service, op: search.op };
  return (
    <section aria-label={service} className={css.one}>
      <h2 className={css.title}>
        {service}
        {search.op && <span className="mono"> {search.op}</span>}
        <span className={css.space} />
        <Link to="/p/$projectId/traces" params={{ projectId }} search={narrowed} className={css.link}>
          Traces
        </Link>
        <Link
          to="/p/$projectId/traces"
          params={{ projectId }}
          search={{ ...narrowed, status: 'error' }}
          className={css.link}
        >
          Failed traces
        </Link>
        <Link
          to="/p/$projectId/logs"
          params={{ projectId }}
          search={{ ...narrowed, op: undefined }}
          className={css.link}
        >
          Logs
        </Link>
        <Button variant="subtle" size="compact-xs" onClick={onClose} aria-label="Close">
          <Icon name="close" size={12} />
        </Button>
      </h2>
      {requests.data && <RequestChart series={requests.data} bucket={bucket} span={span} />}
      <DataTable
        label={`Operations of ${service}`}
        inline
        dimmed={operations.isPlaceholderData}
        rows={rows}
        columns={[
          {
            key: 'operation',
            label: 'Operation',
            width: 'minmax(180px, 1.6fr)',
            mono: true,
            value: (row) => row.operation,
            cell: (row) => (
              <button type="button" className={css.name} data-chosen={row.operation === search.op || undefined}>
                {row.operation}
              </button>
            ),
          },
          ...requestColumns<(typeof rows)[number]>(Math.max(1, ...rows.map((row) => row.requests))),
        ]}
        onRow={(row) => update({ op: row.operation === search.op ? undefined : row.operation }, true)}
      />
    </section>
  );
}
