import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { TraceList } from '../api/types';
import { useView } from '../state/useView';
import { Choice } from '../ui/Choice';
import { Empty, Failed } from '../ui/States';
import css from './Backend.module.css';
import { BackendHead } from './BackendHead';
import { AttributeFields, SelectField, TextField } from './Fields';
import { NoTelemetry } from './NoTelemetry';
import { operationsQuery, servicesQuery } from './queries';
import { TraceTable } from './TraceTable';
import { usePages } from './usePages';

const TRACE_ID = /^[0-9a-f]{32}$/i;

/** Traces in which a span matches: of a service, slow, failed, with an attribute. */
export function Traces() {
  const { projectId, search, range, update } = useView();
  const navigate = useNavigate();
  const services = useQuery(servicesQuery(projectId, range));
  const operations = useQuery({
    ...operationsQuery(projectId, range, search.service ?? ''),
    enabled: search.service !== undefined,
  });
  const attributes = search.attr ?? [];
  const sort = search.sort === '-durationMs' ? '-durationMs' : '-startedAt';
  const list = usePages<TraceList>(projectId, '/traces', range, {
    service: search.service,
    operation: search.op,
    status: search.status,
    minMs: search.min,
    maxMs: search.max,
    attribute: attributes,
    sort,
  });
  const narrowed = Boolean(
    search.service || search.op || search.status || search.min || search.max || attributes.length > 0,
  );
  const traces = list.data?.pages.flatMap((page) => page.traces) ?? [];
  const first = list.data?.pages[0];
  return (
    <div className={css.page}>
      <BackendHead statements={first ? [{ title: 'Traces', sql: first.sql, stats: first.stats }] : []}>
        <TextField
          label="Trace id"
          value=""
          placeholder="Open a trace id"
          width={150}
          clears
          onChange={(text) =>
            text &&
            TRACE_ID.test(text) &&
            void navigate({
              to: '/p/$projectId/traces/$traceId',
              params: { projectId, traceId: text.toLowerCase() },
            })
          }
        />
      </BackendHead>
      <div className={css.filters}>
        <SelectField
          label="Service"
          value={search.service}
          options={services.data?.services.map((one) => one.service) ?? []}
          all="any"
          onChange={(service) => update({ service, op: undefined })}
        />
        {search.service && (
          <SelectField
            label="Operation"
            value={search.op}
            options={operations.data?.operations.map((one) => one.operation) ?? []}
            all="any"
            onChange={(op) => update({ op })}
          />
        )}
        <SelectField
          label="Status"
          value={search.status}
          options={['error', 'ok']}
          all="any"
          onChange={(status) => update({ status })}
        />
        <TextField
          label="Longer than"
          value={search.min}
          placeholder="ms"
          width={48}
          onChange={(min) => update({ min: milliseconds(min) })}
        />
        <TextField
          label="Shorter than"
          value={search.max}
          placeholder="ms"
          width={48}
          onChange={(max) => update({ max: milliseconds(max) })}
        />
        <AttributeFields
          attributes={attributes}
          onChange={(next) => update({ attr: next.length > 0 ? next : undefined })}
        />
        <span className={css.space} />
        <Choice
          label="Order"
          value={sort}
          options={[
            { value: '-startedAt', label: 'Newest' },
            { value: '-durationMs', label: 'Slowest' },
          ]}
          onChange={(next) => update({ sort: next === '-startedAt' ? undefined : next })}
        />
      </div>
      {list.error && !list.data ? (
        <Failed what="The traces could not be loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton height={320} m={16} width="calc(100% - 32px)" />
      ) : traces.length === 0 && narrowed ? (
        <Empty
          icon="filter"
          title="No trace matches"
          action={
            <Button
              variant="default"
              onClick={() =>
                update({
                  service: undefined,
                  op: undefined,
                  status: undefined,
                  min: undefined,
                  max: undefined,
                  attr: undefined,
                })
              }
            >
              Clear the filters
            </Button>
          }
        >
          Widen the time range or remove a filter.
        </Empty>
      ) : traces.length === 0 ? (
        <NoTelemetry projectId={projectId} what="spans" />
      ) : (
        <>
          <TraceTable projectId={projectId} traces={traces} dimmed={list.isPlaceholderData} />
          {list.hasNextPage && (
            <Button
              className={css.more}
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              More traces
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function milliseconds(text: string | undefined): string | undefined {
  const number = Number.parseFloat(text ?? '');
  return number > 0 ? String(number) : undefined;
}
