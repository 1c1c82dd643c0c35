import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ListedSession } from '../api/listed';
import { semanticQuery } from '../api/queries';
import type { Filter } from '../api/types';
import { full } from '../format/number';
import { parseBehind } from '../state/behind';
import { type Condition, parseNamed } from '../state/conditions';
import { sessionTarget } from '../state/target';
import { rangeKey, spanOf, viewerZone } from '../state/timeRange';
import { useView } from '../state/useView';
import { SqlPopover } from '../ui/SqlPopover';
import { Empty, Failed } from '../ui/States';
import { NoData } from './NoData';
import { NothingFound } from './NothingFound';
import { keepPlace, placeOf } from './place';
import { SaveCohort } from './SaveCohort';
import css from './Sessions.module.css';
import { ROW, SessionTable } from './SessionTable';
import { SessionTableSkeleton } from './SessionTableSkeleton';
import { listKey, useSessionList } from './useSessionList';
import { WordSearch } from './WordSearch';

const COUNT_MS = 10_000;

export function Sessions() {
  const { projectId, search, range, filters, update } = useView();
  const conditions = useMemo((): Condition[] => {
    const named = parseNamed(search.c);
    return named ? [...filters, named.where] : filters;
  }, [filters, search.c]);
  const behind = useMemo(() => parseBehind(search.b), [search.b]);
  const narrowed = conditions.length > 0 || search.q !== undefined || behind !== undefined;
  const navigate = useNavigate();
  const sort = (!behind && search.sort) || '-createdAt';
  const asked = { range, filters: conditions, words: search.q, sort, behind };
  const key = listKey(asked);
  const [away, setAway] = useState(() => isAway(placeOf(key)?.offset ?? 0));
  const [cursorId, setCursorId] = useState(() => placeOf(key)?.cursorId);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useSessionList(projectId, asked, away);
  const { pages, sessions } = list;

  const count = useQuery(
    semanticQuery(
      projectId,
      ['count', rangeKey(range), conditions],
      () => {
        const span = spanOf(range, new Date());
        return {
          metrics: ['sessions'],
          filters: conditions as Filter[],
          from: span.from.toISOString(),
          to: span.to.toISOString(),
          interval: 'none',
          timezone: viewerZone(),
        };
      },
      COUNT_MS,
    ),
  );
  // Words are looked for in the list alone; how many there are in all is not known then.
  const total = behind ? pages.data?.pages[0]?.total : search.q ? undefined : count.data?.rows[0]?.[0];

  const open = (session: ListedSession) =>
    void navigate({ ...(sessionTarget(projectId, session.sessionId, session.at) as { to: '/' }) });
  const onSort = (next: string) => {
    setCursorId(undefined);
    update({ sort: next === '-createdAt' ? undefined : next });
  };
  const onCursor = (sessionId: string) => {
    setCursorId(sessionId);
    keepPlace(key, { cursorId: sessionId });
  };
  const onScrolled = (offset: number) => {
    setAway(isAway(offset));
    keepPlace(key, { offset });
  };
  const onEnd = useCallback(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
  }, [pages.hasNextPage, pages.isFetchingNextPage, pages.fetchNextPage]);

  if (pages.error && !pages.data)
    return <Failed what="The sessions could not be loaded" error={pages.error} onRetry={() => void pages.refetch()} />;
  const empty = pages.isSuccess && sessions.length === 0;
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1 className={css.title}>Sessions</h1>
        <span className="muted" aria-live="polite">
          {typeof total === 'number' ? full(total) : ''}
        </span>
        {list.live && <span className={css.live}>live</span>}
        {list.statement && (
          <SqlPopover
            statements={[
              {
                title: 'Sessions',
                how: 'One row per session of this time range.',
                sql: list.statement.sql,
                stats: list.statement.stats,
              },
            ]}
          />
        )}
        {!behind && (
          <WordSearch key={search.q ?? ''} words={search.q ?? ''} onSearch={(q) => update({ q: q || undefined })} />
        )}
        {conditions.length > 0 && !behind && !isCohort(conditions) && <SaveCohort conditions={conditions} />}
        {away && list.fresh > 0 && (
          <Button className={css.fresh} size="compact-xs" onClick={() => scroller.current?.scrollTo({ top: 0 })}>
            {list.fresh === 1 ? '1 new session' : `${list.fresh} new sessions`}
          </Button>
        )}
      </header>
      {pages.isPending ? (
        <SessionTableSkeleton />
      ) : empty && search.q && !behind ? (
        <NothingFound words={search.q} />
      ) : empty && narrowed ? (
        <Empty
          icon="filter"
          title="No session matches these filters"
          action={
            <Button
              variant="default"
              onClick={() => update({ f: undefined, c: undefined, b: undefined, q: undefined })}
            >
              Clear the filters
            </Button>
          }
        >
          Widen the time range or remove a filter.
        </Empty>
      ) : empty ? (
        <NoData projectId={projectId} />
      ) : (
        <SessionTable
          key={`${projectId} ${sort}`}
          scroller={scroller}
          projectId={projectId}
          sessions={sessions}
          sort={sort}
          dimmed={pages.isPlaceholderData}
          cursorId={cursorId}
          onCursor={onCursor}
          onSort={behind ? undefined : onSort}
          onOpen={open}
          onEnd={onEnd}
          onScrolled={onScrolled}
          offset={() => placeOf(key)?.offset ?? 0}
          more={pages.hasNextPage}
        />
      )}
    </div>
  );
}

/** The reader has left the top. */
function isAway(offset: number): boolean {
  return offset > ROW;
}

/** It is a cohort already. */
function isCohort(conditions: Condition[]): boolean {
  return conditions.length === 1 && 'cohort' in (conditions[0] ?? {});
}
