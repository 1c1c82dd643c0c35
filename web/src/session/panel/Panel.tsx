import { Tabs } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { SessionDetail } from '../../api/types';
import { short } from '../../format/number';
import { useView } from '../../state/useView';
import { type Bounds, isFailedRequest, type TimelineEvent } from '../model';
import { Details } from './Details';
import { EventDetail } from './EventDetail';
import { EventList } from './EventList';
import css from './Panel.module.css';
import { Story } from './Story';

interface Props {
  projectId: string;
  live: boolean;
  detail: SessionDetail;
  events: TimelineEvent[];
  bounds: Bounds;
  at: number;
  follow: boolean;
  onSeek: (at: number) => void;
}

const TABS = ['story', 'events', 'errors', 'network', 'console', 'details'] as const;
type Tab = (typeof TABS)[number];

export function Panel({ projectId, live, detail, events, bounds, at, follow, onSeek }: Props) {
  const { search, update } = useView();
  const tab: Tab = TABS.find((name) => name === search.tab) ?? 'events';
  const listed = tab !== 'details' && tab !== 'story';
  const [selected, setSelected] = useState<string>();
  const lists = useMemo(
    () => ({
      events,
      errors: events.filter(({ kind, event }) => kind === 'error' || isFailedRequest(event)),
      network: events.filter(({ kind }) => kind === 'request'),
      console: events.filter(({ kind }) => kind === 'console'),
    }),
    [events],
  );
  const chosen = useMemo(() => events.find(({ event }) => event.eventId === selected), [events, selected]);
  const choose = (event: TimelineEvent) => {
    setSelected(event.event.eventId);
    onSeek(event.at);
  };
  return (
    <aside className={css.panel} aria-label="What happened">
      <Tabs
        value={tab}
        onChange={(value) => update({ tab: value === 'events' ? undefined : (value ?? undefined) }, true)}
        classNames={{ root: css.tabs, list: css.list, tab: css.tab, panel: css.content }}
        keepMounted={false}
      >
        <Tabs.List aria-label="Kinds of events">
          <Tabs.Tab value="story">Story</Tabs.Tab>
          <Tabs.Tab value="events">Events</Tabs.Tab>
          <Tabs.Tab value="errors">
            Errors <Count value={lists.errors.length} bad />
          </Tabs.Tab>
          <Tabs.Tab value="network">
            Network <Count value={lists.network.length} />
          </Tabs.Tab>
          <Tabs.Tab value="console">
            Console <Count value={lists.console.length} />
          </Tabs.Tab>
          <Tabs.Tab value="details">Details</Tabs.Tab>
        </Tabs.List>
        {(['events', 'errors', 'network', 'console'] as const).map((name) => (
          <Tabs.Panel key={name} value={name}>
            <EventList
              events={lists[name]}
              bounds={bounds}
              at={at}
              follow={follow}
              selected={selected}
              onChoose={choose}
              empty={EMPTY[name]}
            />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="story">
          <Story
            projectId={projectId}
            sessionId={detail.session.sessionId}
            bounds={bounds}
            at={at}
            live={live}
            onSeek={onSeek}
          />
        </Tabs.Panel>
        <Tabs.Panel value="details">
          <Details detail={detail} />
        </Tabs.Panel>
      </Tabs>
      {detail.eventsCut && listed && <p className={css.cut}>This session has more events than are listed here.</p>}
      {chosen && listed && (
        <EventDetail
          projectId={projectId}
          release={detail.session.release}
          item={chosen}
          onClose={() => setSelected(undefined)}
        />
      )}
    </aside>
  );
}

const EMPTY = {
  events: 'No events yet.',
  errors: 'No errors and no failed requests.',
  network: 'No failed or slow requests.',
  console: 'No console.error was called. Other levels are not recorded.',
};

function Count({ value, bad }: { value: number; bad?: boolean }) {
  if (value === 0) return null;
  return (
    <span className={css.count} data-bad={bad || undefined}>
      {short(value)}
    </span>
  );
}
