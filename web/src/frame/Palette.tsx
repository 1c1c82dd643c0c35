import { Modal, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ListedSession } from '../api/listed';
import { fetchSessions, meQuery } from '../api/queries';
import type { Filter } from '../api/types';
import { readablePath } from '../format/path';
import { INSIGHTS } from '../insights/names';
import { signOut } from '../signin/signOut';
import { formatFilter } from '../state/filters';
import { PRESETS } from '../state/timeRange';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { Keys } from '../ui/Keys';
import { type Pick, PickList } from '../ui/PickList';
import { When } from '../ui/When';
import { PAGES } from './pages';
import { useShared } from './useShared';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Props {
  opened: boolean;
  onClose: () => void;
  onHelp: () => void;
}

export function Palette({ opened, onClose, onHelp }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      size={560}
      padding={0}
      yOffset="12vh"
      aria-label="Search and commands"
    >
      {opened && <Commands onClose={onClose} onHelp={onHelp} />}
    </Modal>
  );
}

function Commands({ onClose, onHelp }: Omit<Props, 'opened'>) {
  const { projectId, setPreset } = useView();
  const shared = useShared();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query.trim(), 150);
  const found = useQuery({
    queryKey: ['find', projectId, q],
    queryFn: ({ signal }) => findSessions(projectId, q, signal),
    enabled: q.length >= 2,
    staleTime: 5_000,
  });

  const then = (action: () => unknown) => () => {
    onClose();
    void action();
  };
  const sessions: Pick[] = (q.length >= 2 ? (found.data ?? []) : []).map((session) => ({
    key: session.sessionId,
    group: 'Sessions',
    left: <Icon name={session.hasReplay ? 'play' : 'sessions'} size={14} />,
    label: `${session.userId || session.anonymousId || session.sessionId} · ${readablePath(session.entryPage) || '/'}`,
    right: <When iso={session.createdAt} />,
    run: then(() =>
      navigate({ to: '/p/$projectId/sessions/$sessionId', params: { projectId, sessionId: session.sessionId } }),
    ),
  }));
  if (sessions.length > 1 && q) {
    const search = { f: [formatFilter({ field: 'userId', op: 'contains', values: [q] })] };
    sessions.push({
      key: 'all of them',
      group: 'Sessions',
      left: <Icon name="search" size={14} />,
      label: `All sessions of users with “${q}”`,
      run: then(() => navigate({ to: '/p/$projectId/sessions', params: { projectId }, search })),
    });
  }
  const commands: Pick[] = [
    ...PAGES.map((page) => ({
      key: page.to,
      group: 'Pages',
      left: <Icon name={page.icon} size={14} />,
      label: page.label,
      right: <Keys keys={`g ${page.key}`} />,
      run: then(() => navigate({ to: page.to, params: { projectId }, search: shared })),
    })),
    ...INSIGHTS.map((insight) => ({
      key: `insight ${insight.key}`,
      group: 'Analyses',
      left: <Icon name={insight.icon} size={14} />,
      label: insight.label,
      run: then(() =>
        navigate({
          to: '/p/$projectId/insights/$kind',
          params: { projectId, kind: insight.key },
          search: shared,
        }),
      ),
    })),
    ...PRESETS.map((option) => ({
      key: option.key,
      group: 'Time range',
      left: <Icon name="clock" size={14} />,
      label: option.label,
      run: then(() => setPreset(option.key)),
    })),
    ...(me?.projects ?? [])
      .filter((project) => project.projectId !== projectId)
      .map((project) => ({
        key: `project ${project.projectId}`,
        group: 'Projects',
        label: project.name,
        run: then(() => navigate({ to: '/p/$projectId/overview', params: { projectId: project.projectId } })),
      })),
    action('Keyboard shortcuts', 'help', then(onHelp), '?'),
    action(
      'Dark theme',
      'moon',
      then(() => setColorScheme('dark')),
    ),
    action(
      'Light theme',
      'sun',
      then(() => setColorScheme('light')),
    ),
    action(
      'System theme',
      'system',
      then(() => setColorScheme('auto')),
    ),
    action('Sign out', 'signOut', then(signOut)),
  ];
  const wanted = query.trim().toLowerCase();
  const question: Pick[] =
    query.trim().length < 3
      ? []
      : [
          {
            key: 'ask',
            group: 'Ask',
            left: <Icon name="ask" size={14} />,
            label: `Ask “${query.trim()}”`,
            run: then(() =>
              navigate({ to: '/p/$projectId/ask', params: { projectId }, search: { ask: [query.trim()] } }),
            ),
          },
        ];
  // Several words are a question rather than a name.
  const asks = /\?$|\S\s+\S+\s+\S/.test(query.trim());
  const picks = [
    ...(asks ? question : []),
    ...sessions,
    ...commands.filter((pick) => `${pick.group} ${pick.label}`.toLowerCase().includes(wanted)),
    ...(asks ? [] : question),
  ];
  return (
    <PickList
      label="Search and commands"
      placeholder="Find a user, a session, a page, or ask a question…"
      query={query}
      onQuery={setQuery}
      picks={picks}
      busy={found.isFetching}
      empty="Nothing found"
    />
  );
}

function action(
  label: string,
  icon: 'help' | 'moon' | 'sun' | 'system' | 'signOut',
  run: () => void,
  keys?: string,
): Pick {
  return {
    key: label,
    group: 'Actions',
    label,
    left: <Icon name={icon} size={14} />,
    right: keys && <Keys keys={keys} />,
    run,
  };
}

async function findSessions(projectId: string, q: string, signal: AbortSignal): Promise<ListedSession[]> {
  const filter: Filter = UUID.test(q)
    ? { field: 'sessionId', op: 'eq', values: [q] }
    : { field: 'userId', op: 'contains', values: [q] };
  const to = new Date(Date.now() + 60_000).toISOString();
  const from = new Date(Date.now() - 90 * 86_400_000).toISOString();
  return (await fetchSessions(projectId, { filters: [filter], from, to, limit: 8 }, signal)).sessions;
}
