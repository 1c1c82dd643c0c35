import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { LogList } from '../api/types';
import { bucketStarts } from '../chart/buckets';
import { TrendLines } from '../insights/trends/TrendLines';
import { bucketFor, rangeKey, spanOf } from '../state/timeRange';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { Empty, Failed } from '../ui/States';
import css from './Backend.module.css';
import { BackendHead } from './BackendHead';
import { AttributeFields, SelectField, TextField } from './Fields';
import { LogLines } from './LogLines';
import logCss from './Logs.module.css';
import { NoTelemetry } from './NoTelemetry';
import { servicesQuery, volumeQuery } from './queries';
import { usePages } from './usePages';

const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'];

const SERIES = [
  { name: 'Errors', levels: ['fatal', 'error'], color: '--error' },
  { name: 'Warnings', levels: ['warn'], color: '--friction-mark' },
  { name: 'The rest', levels: undefined, color: '--series-4' },
] as const;

/** Log records, newest first; a line opens to all it says and to what stands around it. */
export function Logs() {
  const { projectId, search, range, update } = useView();
  const [opened, setOpened] = useState<string>();
  const attributes = search.attr ?? [];
  const params = {
    service: search.service,
    level: search.level,
    q: search.q,
    traceId: search.trace,
    attribute: attributes,
  };
  const services = useQuery(servicesQuery(projectId, range));
  const list = usePages<LogList>(projectId, '/logs', range, params);
  const records = list.data?.pages.flatMap((page) => page.records) ?? [];
  const first = list.data?.pages[0];
  const narrowed = Boolean(search.service || search.level || search.q || search.trace || attributes.length > 0);
  return (
    <div className={css.page}>
      <BackendHead statements={first ? [{ title: 'Logs', sql: first.sql, stats: first.stats }] : []}>
        <Button variant="subtle" size="compact-xs" onClick={list.again}>
          Newest
        </Button>
      </BackendHead>
      <div className={css.filters}>
        <TextField
          label="Text"
          value={search.q}
          placeholder="Words in the text…"
          width={220}
          icon={<Icon name="search" size={13} />}
          onChange={(q) => update({ q })}
        />
        <SelectField
          label="Service"
          value={search.service}
          options={services.data?.services.map((one) => one.service) ?? []}
          all="any"
          onChange={(service) => update({ service })}
        />
        <SelectField
          label="At least"
          value={search.level}
          options={LEVELS}
          all="any level"
          onChange={(level) => update({ level })}
        />
        <AttributeFields
          attributes={attributes}
          onChange={(next) => update({ attr: next.length > 0 ? next : undefined })}
        />
        {search.trace && (
          <span className={css.chip}>
            trace {search.trace.slice(0, 8)}…
            <button type="button" aria-label="Any trace" onClick={() => update({ trace: undefined })}>
              <Icon name="close" size={10} />
            </button>
          </span>
        )}
      </div>
      {list.error && !list.data ? (
        <Failed what="The logs could not be loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton height={320} m={16} width="calc(100% - 32px)" />
      ) : records.length === 0 && narrowed ? (
        <Empty icon="filter" title="No log records match">
          Widen the time range or remove a filter.
        </Empty>
      ) : records.length === 0 ? (
        <NoTelemetry projectId={projectId} what="log records" />
      ) : (
        <>
          <Volume params={params} />
          <div className={logCss.lines} data-dimmed={list.isPlaceholderData || undefined}>
            <LogLines projectId={projectId} records={records} opened={opened} onOpen={setOpened} />
          </div>
          {list.hasNextPage && (
            <Button
              className={css.more}
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Older lines
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Volume({ params }: { params: Record<string, string | string[] | undefined> }) {
  const { projectId, range, setSpan } = useView();
  const key = rangeKey(range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the span follows the range, not the passing of time
  const span = useMemo(() => spanOf(range, new Date()), [key]);
  const bucket = bucketFor(span);
  const starts = useMemo(() => bucketStarts(bucket, span), [bucket, span]);
  const { data } = useQuery(volumeQuery(projectId, range, bucket, params));
  const series = SERIES.map(({ name, levels, color }) => {
    const counts = new Map<number, number>();
    for (const point of data?.points ?? []) {
      const own = levels
        ? (levels as readonly string[]).includes(point.level)
        : !['fatal', 'error', 'warn'].includes(point.level);
      const at = Date.parse(point.time);
      if (own) counts.set(at, (counts.get(at) ?? 0) + point.records);
    }
    return { name, color, values: starts.map((start) => counts.get(start.getTime()) ?? 0) };
  });
  return (
    <div className={logCss.volume}>
      <TrendLines
        bucket={bucket}
        shape="bar"
        stacked
        unit="count"
        lines={{ starts, series }}
        onOpen={(start) => {
          const next = starts.find((one) => one > start);
          setSpan({ from: start, to: next ?? span.to });
        }}
      />
    </div>
  );
}
