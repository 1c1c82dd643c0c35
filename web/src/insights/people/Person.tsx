import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '../../api/client';
import { fetchWholeSessions, projectPath } from '../../api/queries';
import type { Deletion, Filter, PersonProfile, Session, SessionList } from '../../api/types';
import { countryName } from '../../format/country';
import { full, money } from '../../format/number';
import { readablePath } from '../../format/path';
import { duration } from '../../format/time';
import { personName } from '../../sessions/personName';
import { formatFilter } from '../../state/filters';
import { sessionTarget } from '../../state/target';
import { useView } from '../../state/useView';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { Icon } from '../../ui/Icon';
import { Failed } from '../../ui/States';
import { When } from '../../ui/When';
import css from '../errors/Errors.module.css';
import insights from '../insights.module.css';
import { Occurrences } from '../Occurrences';
import type { Ask } from '../useAnswer';
import { DeletePerson } from './DeletePerson';
import { DeletionState } from './DeletionState';

const YEARS_MS = 2 * 365 * 86_400_000;

/** One person: what is known, every session, and what they did last. */
export function Person({ ask, person }: { ask: Ask; person: string }) {
  const { projectId, update } = useView();
  const [deleted, setDeleted] = useState<Deletion[]>();
  const own: Filter = { field: 'visitorId', op: 'eq', values: [person] };
  const list = useQuery({
    enabled: !deleted,
    queryKey: ['person', projectId, person],
    queryFn: ({ signal }) => {
      const to = new Date(Date.now() + 60_000).toISOString();
      const from = new Date(Date.now() - YEARS_MS).toISOString();
      return fetchWholeSessions(projectId, { filters: [own], from, to, limit: 100 }, signal);
    },
  });
  const profile = useQuery({
    enabled: !deleted,
    queryKey: ['profile', projectId, person],
    queryFn: ({ signal }) => get<PersonProfile>(`${projectPath(projectId)}/person`, { id: person, limit: 1 }, signal),
  });
  if (list.error && !list.data && !deleted)
    return <Failed what="The person could not be loaded" error={list.error} onRetry={() => void list.refetch()} />;
  const sessions = list.data?.sessions ?? [];
  const known = profile.data?.person;
  const latest = sessions[0];
  const { name } = latest ? personName(latest) : { name: person };
  const facts = latest && [
    [latest.city, latest.country && countryName(latest.country)].filter(Boolean).join(', '),
    [latest.browser, latest.os, latest.device].filter(Boolean).join(' · '),
    latest.locale,
    known && `${full(known.sessionCount)} sessions`,
    known && `${full(known.pageviewCount)} page views`,
    known && duration(known.durationMs),
    known && known.errorCount > 0 && `${full(known.errorCount)} errors`,
    profile.data && profile.data.devices.length > 1 && `${full(profile.data.devices.length)} devices`,
  ];
  const told = Object.entries(profile.data?.traits ?? {});
  const traits = told.length > 0 ? told : Object.entries(latest?.tags ?? {});
  return (
    <>
      <div className={css.head} style={{ flexWrap: 'wrap' }}>
        <button
          type="button"
          className={css.back}
          onClick={() => update({ of: undefined })}
          aria-label="Back to all people"
        >
          <Icon name="arrowLeft" size={14} />
        </button>
        <div style={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>
          <h2 style={{ fontSize: 15, fontWeight: 600 }}>{name}</h2>
          {!deleted && <span className="muted">{facts?.filter(Boolean).join(' · ')}</span>}
          {known && !deleted && (
            <div className="muted">
              First seen <When iso={known.firstSeenAt} />, last <When iso={known.lastSeenAt} />
            </div>
          )}
          {traits.length > 0 && !deleted && (
            <div className="muted">
              {traits.map(([key, value]) => (
                <Link
                  key={key}
                  to="/p/$projectId/sessions"
                  params={{ projectId }}
                  search={{
                    range: '30d',
                    f: [formatFilter({ field: `tags.${key}`, op: 'eq', values: [[value].flat()[0] ?? ''] })],
                  }}
                  style={{ marginRight: 10 }}
                >
                  {key} <b>{[value].flat().join(', ')}</b>
                </Link>
              ))}
            </div>
          )}
        </div>
        {!deleted && (
          <DeletePerson projectId={projectId} person={person} sessions={known?.sessionCount} onDeleted={setDeleted} />
        )}
      </div>
      {deleted ? <DeletionState projectId={projectId} asked={deleted} /> : <Doings ask={ask} own={own} list={list} />}
    </>
  );
}

/** What a person did: every session, and the latest events. */
function Doings({ ask, own, list }: { ask: Ask; own: Filter; list: UseQueryResult<SessionList> }) {
  const { projectId } = useView();
  return (
    <>
      <section className={insights.panel} aria-label="Sessions">
        <header className={insights.panelHead}>
          <h2 className={insights.panelTitle}>Sessions</h2>
        </header>
        <DataTable
          label="Sessions"
          inline
          columns={COLUMNS}
          rows={list.data?.sessions ?? []}
          target={(session) => sessionTarget(projectId, session.sessionId)}
          empty={list.isPending ? 'Loading' : 'No sessions of this person are left.'}
        />
      </section>
      <Occurrences
        ask={ask}
        title="Latest events"
        where={own}
        fields={[
          { name: 'type', label: 'What', width: 'minmax(80px, 0.5fr)' },
          { name: 'name', label: 'Name', width: 'minmax(90px, 0.6fr)' },
          { name: 'page', label: 'Page' },
          { name: 'text', label: 'Text' },
          { name: 'errorMessage', label: 'Error', width: 'minmax(110px, 1.2fr)' },
        ]}
      />
    </>
  );
}

const COLUMNS: DataColumn<Session>[] = [
  {
    key: 'createdAt',
    label: 'Started',
    width: 'minmax(110px, 0.6fr)',
    value: (s) => s.createdAt,
    cell: (s) => <When iso={s.createdAt} />,
  },
  {
    key: 'durationMs',
    label: 'Duration',
    right: true,
    width: 'minmax(80px, 0.4fr)',
    value: (s) => s.durationMs,
    cell: (s) => duration(s.durationMs),
  },
  {
    key: 'entryPage',
    label: 'Entry page',
    width: 'minmax(130px, 1fr)',
    value: (s) => s.entryPage,
    cell: (s) => readablePath(s.entryPage),
  },
  {
    key: 'exitPage',
    label: 'Exit page',
    width: 'minmax(130px, 1fr)',
    value: (s) => s.exitPage,
    cell: (s) => readablePath(s.exitPage),
  },
  {
    key: 'pageviewCount',
    label: 'Pages',
    right: true,
    width: 'minmax(60px, 0.3fr)',
    value: (s) => s.pageviewCount,
    cell: (s) => s.pageviewCount,
  },
  {
    key: 'errorCount',
    label: 'Errors',
    right: true,
    width: 'minmax(60px, 0.3fr)',
    value: (s) => s.errorCount,
    cell: (s) => s.errorCount,
    tone: (s) => (s.errorCount > 0 ? 'error' : 'faint'),
  },
  {
    key: 'rageClickCount',
    label: 'Rage',
    right: true,
    width: 'minmax(60px, 0.3fr)',
    value: (s) => s.rageClickCount,
    cell: (s) => s.rageClickCount,
    tone: (s) => (s.rageClickCount > 0 ? 'friction' : 'faint'),
  },
  {
    key: 'cartValue',
    label: 'Cart',
    right: true,
    width: 'minmax(70px, 0.4fr)',
    value: (s) => s.cartValue,
    cell: (s) => money(s.cartValue),
  },
];
