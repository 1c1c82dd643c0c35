import { Menu, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { installQuery } from '../api/queries';
import { SaveButton } from '../dashboard/SaveButton';
import { NoData } from '../sessions/NoData';
import { parseNamed } from '../state/conditions';
import { sharedSearch } from '../state/search';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { Empty } from '../ui/States';
import css from './insights.module.css';
import { KINDS } from './kinds';
import { INSIGHTS } from './names';

/** The frame of every analysis: its name, which is the way to the others, and what it is for. */
export function InsightPage() {
  const { kind: key = '' } = useParams({ strict: false }) as { kind?: string };
  const { projectId, search, range, filters } = useView();
  const navigate = useNavigate();
  const install = useQuery({
    ...installQuery(projectId),
    refetchInterval: (query) => (query.state.data?.firstEventAt ? false : 2_000),
  });
  const kind = INSIGHTS.find((one) => one.key === key);
  if (!kind)
    return (
      <Empty icon="insights" title="There is no such analysis">
        Choose one from the menu.
      </Empty>
    );
  if (install.data && !install.data.firstEventAt) return <NoData projectId={projectId} />;
  const Page = KINDS[kind.key];
  return (
    <div className={css.page}>
      <header className={css.head}>
        <Menu width={300}>
          <Menu.Target>
            <button type="button" className={css.switch} aria-label={`Analysis: ${kind.label}`}>
              <h1>{kind.label}</h1>
              <Icon name="chevronDown" size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {INSIGHTS.map((one) => (
              <Menu.Item
                key={one.key}
                leftSection={<Icon name={one.icon} size={14} />}
                onClick={() =>
                  void navigate({
                    to: '/p/$projectId/insights/$kind',
                    params: { projectId, kind: one.key },
                    search: sharedSearch(search),
                  })
                }
              >
                {one.label}
                <div className={css.menuAbout}>{one.about}</div>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <span className={`${css.about} ellipsis`}>{kind.about}</span>
        {kind.key !== 'live' && <SaveButton insight={kind.key} label={kind.label} />}
      </header>
      <Suspense fallback={<Skeleton height={340} m={16} width="calc(100% - 32px)" />}>
        <Page key={key} ask={{ projectId, range, filters, where: parseNamed(search.c)?.where }} />
      </Suspense>
    </div>
  );
}
