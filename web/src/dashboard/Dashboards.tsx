import { Button, Menu, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../api/client';
import insights from '../insights/insights.module.css';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { Empty, Failed } from '../ui/States';
import { SureItem } from '../ui/SureItem';
import { toast } from '../ui/toast';
import css from './Dashboard.module.css';
import { NameForm } from './NameForm';
import {
  changeTiles,
  create,
  type DashboardBody,
  dashboardsQuery,
  discard,
  insightsQuery,
  rename,
  type Saved,
  type Tiles,
} from './saved';
import { Tile } from './Tile';

/** The dashboards of the project: saved analyses side by side. */
export function Dashboards() {
  const { projectId, search, update } = useView();
  const dashboards = useQuery(dashboardsQuery(projectId));
  const saved = useQuery(insightsQuery(projectId));
  const [opened, setOpened] = useState(false);
  const current = dashboards.data?.find(({ id }) => id === search.id) ?? dashboards.data?.[0];
  const failed = dashboards.error ?? saved.error;
  if (failed && !dashboards.data)
    return (
      <Failed what="The dashboards could not be loaded" error={failed} onRetry={() => void dashboards.refetch()} />
    );
  if (!dashboards.data || !saved.data) return <Skeleton height={300} m={16} width="calc(100% - 32px)" />;

  const start = async (name: string) => {
    const made = await told(create<DashboardBody>(projectId, 'dashboard', name, { tiles: [] }));
    if (made) update({ id: made.id });
  };
  if (!current)
    return (
      <Empty
        icon="dashboard"
        title="No dashboard yet"
        action={
          <Button component={Link} to={`/p/${projectId}/insights/trends`}>
            Open an analysis
          </Button>
        }
      >
        Save any analysis to see it here, always up to date.
      </Empty>
    );
  const edit = (how: (tiles: Tiles) => Tiles) => void told(changeTiles(projectId, current.id, how));
  const { tiles } = current.body;
  return (
    <div className={insights.page}>
      <header className={insights.head}>
        <Menu width={260} opened={opened} onChange={setOpened}>
          <Menu.Target>
            <button type="button" className={insights.switch} aria-label={`Dashboard: ${current.name}`}>
              <h1>{current.name}</h1>
              <Icon name="chevronDown" size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {dashboards.data.map((dashboard) => (
              <Menu.Item
                key={dashboard.id}
                onClick={() => update({ id: dashboard.id })}
                rightSection={dashboard.id === current.id ? <Icon name="check" size={14} /> : undefined}
              >
                {dashboard.name}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <NameForm
              label="New dashboard"
              onName={(name) => {
                setOpened(false);
                void start(name);
              }}
            />
            <Menu.Divider />
            <Menu.Label>Rename this dashboard</Menu.Label>
            <NameForm
              key={`${current.id} ${current.name}`}
              label="Name of the dashboard"
              initial={current.name}
              onName={(name) => {
                setOpened(false);
                void told(rename(projectId, 'dashboard', current.id, name));
              }}
            />
            <Menu.Divider />
            <SureItem
              sure={`Delete “${current.name}” for good?`}
              onSure={() => void told(discardWhole(projectId, current).then(() => update({ id: undefined })))}
            >
              Delete this dashboard
            </SureItem>
          </Menu.Dropdown>
        </Menu>
        <span className={insights.space} />
      </header>
      {tiles.length === 0 && (
        <Empty
          icon="dashboard"
          title="Nothing on this dashboard yet"
          action={
            <Button component={Link} to={`/p/${projectId}/insights/trends`}>
              Open an analysis
            </Button>
          }
        >
          Save any analysis to add it here.
        </Empty>
      )}
      <div className={css.tiles}>
        {tiles.map(({ id, wide = false }) => {
          const insight = saved.data.find((one) => one.id === id);
          if (!insight) return null;
          return (
            <Tile
              key={id}
              projectId={projectId}
              insight={insight}
              shared={search}
              wide={wide}
              onWide={() => edit((now) => now.map((tile) => (tile.id === id ? { ...tile, wide: !wide } : tile)))}
              onMove={(by) =>
                edit((now) =>
                  moved(
                    now,
                    now.findIndex((tile) => tile.id === id),
                    by,
                  ),
                )
              }
              onRename={(name) => void told(rename(projectId, 'insight', id, name))}
              onRemove={() => void told(takeOff(projectId, current.id, id))}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The list with one of its members some places further. */
export function moved<T>(list: T[], index: number, by: number): T[] {
  const item = list[index];
  const place = Math.max(0, Math.min(list.length - 1, index + by));
  return item === undefined ? list : list.toSpliced(index, 1).toSpliced(place, 0, item);
}

async function discardWhole(projectId: string, dashboard: Saved<DashboardBody>): Promise<void> {
  await discard(projectId, [dashboard.id, ...dashboard.body.tiles.map(({ id }) => id)]);
}

/** The analysis goes as well: nothing else would lead to it. */
async function takeOff(projectId: string, dashboardId: string, id: string): Promise<void> {
  await changeTiles(projectId, dashboardId, (tiles) => tiles.filter((tile) => tile.id !== id));
  await discard(projectId, [id]);
}

/** What came of a change; when it failed, that is said and undefined comes back. */
async function told<T>(changing: Promise<T>): Promise<T | undefined> {
  try {
    return await changing;
  } catch (error) {
    toast(error instanceof ApiError ? error.message : 'This could not be saved');
    return undefined;
  }
}
