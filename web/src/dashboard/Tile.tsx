import { ActionIcon, Menu, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Suspense, useMemo, useState } from 'react';
import { rangeLabel } from '../format/range';
import { KINDS } from '../insights/kinds';
import { INSIGHTS } from '../insights/names';
import { parseNamed } from '../state/conditions';
import { parseFilters } from '../state/filters';
import { parseSearch, type ViewSearch } from '../state/search';
import { TileContext } from '../state/tile';
import { parseRange } from '../state/timeRange';
import { Icon } from '../ui/Icon';
import { Empty } from '../ui/States';
import { SureItem } from '../ui/SureItem';
import css from './Dashboard.module.css';
import { NameForm } from './NameForm';
import type { InsightBody, Saved } from './saved';
import { hasRange, tileSearch } from './tileSearch';
import { useGoneCohort } from './useGoneCohort';

interface Props {
  projectId: string;
  insight: Saved<InsightBody>;
  /** Range and filters of the dashboard, which hold for all of its tiles. */
  shared: ViewSearch;
  wide: boolean;
  onWide: () => void;
  onMove: (by: number) => void;
  onRename: (name: string) => void;
  onRemove: () => void;
}

/** A saved analysis on a dashboard: its main part, and the way to all of it. */
export function Tile({ projectId, insight, shared, wide, onWide, onMove, onRename, onRemove }: Props) {
  const [opened, setOpened] = useState(false);
  const kind = INSIGHTS.find((one) => one.key === insight.body.insight);
  const gone = useGoneCohort(projectId, parseNamed(parseSearch(insight.body.search).c));
  const { range, from, to, f, c } = shared;
  const search = useMemo(
    () => tileSearch(parseSearch(insight.body.search), { range, from, to, f, c }),
    [insight.body.search, range, from, to, f, c],
  );
  const ask = useMemo(
    () => ({
      projectId,
      range: parseRange(search),
      filters: parseFilters(search.f ?? []),
      where: parseNamed(search.c)?.where,
    }),
    [projectId, search],
  );
  const view = useMemo(() => kind && { insight: kind.key, search }, [kind, search]);
  if (!kind) return null;
  const Page = KINDS[kind.key];
  return (
    <article className={css.tile} data-wide={wide || undefined} aria-label={insight.name}>
      <header className={css.tileHead}>
        <Icon name={kind.icon} size={14} />
        <h2 className="ellipsis">
          <Link to="/p/$projectId/insights/$kind" params={{ projectId, kind: kind.key }} search={search}>
            {insight.name}
          </Link>
        </h2>
        {!hasRange(shared) && <span className={css.tileRange}>{rangeLabel(ask.range)}</span>}
        <Menu position="bottom-end" width={240} opened={opened} onChange={setOpened}>
          <Menu.Target>
            <ActionIcon size={24} aria-label={`Actions for ${insight.name}`}>
              <Icon name="more" size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onWide}>{wide ? 'Half width' : 'Full width'}</Menu.Item>
            <Menu.Item onClick={() => onMove(-1)}>Move forward</Menu.Item>
            <Menu.Item onClick={() => onMove(1)}>Move back</Menu.Item>
            <Menu.Divider />
            <Menu.Label>Rename</Menu.Label>
            <NameForm
              key={insight.name}
              label="Name of the tile"
              initial={insight.name}
              onName={(name) => {
                setOpened(false);
                onRename(name);
              }}
            />
            <Menu.Divider />
            <SureItem sure={`Remove and delete “${insight.name}”?`} onSure={onRemove}>
              Remove from the dashboard
            </SureItem>
          </Menu.Dropdown>
        </Menu>
      </header>
      <div className={css.tileBody}>
        {gone ? (
          <Empty icon="people" title={gone}>
            This analysis covers only the people of that cohort, which no longer exists.
          </Empty>
        ) : (
          <TileContext value={view}>
            <Suspense fallback={<Skeleton height={220} m={12} width="calc(100% - 24px)" />}>
              <Page ask={ask} />
            </Suspense>
          </TileContext>
        )}
      </div>
    </article>
  );
}
