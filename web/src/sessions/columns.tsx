import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ListedSession } from '../api/listed';
import { countryName } from '../format/country';
import { money } from '../format/number';
import { readablePath } from '../format/path';
import { duration } from '../format/time';
import { Icon, type IconName } from '../ui/Icon';
import { Num } from '../ui/Num';
import { When } from '../ui/When';
import { personName } from './personName';
import css from './SessionTable.module.css';

export interface Column {
  key: string;
  label: string;
  hint?: string;
  width: string;
  right?: boolean;
  /** The column of `sessions` it sorts by. */
  sort?: keyof ListedSession;
  /** Left out first when there is little room: 1 goes first. */
  drop?: 1 | 2 | 3 | 4;
  cell: (session: ListedSession, now: number) => ReactNode;
}

const ACTIVE_MS = 3 * 60_000;

export const COLUMNS: Column[] = [
  { key: 'replay', label: '', width: '26px', cell: (session) => session.hasReplay && <Recorded /> },
  {
    key: 'when',
    label: 'Started',
    width: '96px',
    sort: 'createdAt',
    cell: (session, now) => <Started session={session} now={now} />,
  },
  {
    key: 'person',
    label: 'Visitor',
    width: 'minmax(min(96px, 22vw), 1.1fr)',
    cell: (session) => <Person session={session} />,
  },
  {
    key: 'place',
    label: 'Place',
    width: 'minmax(104px, 0.7fr)',
    drop: 3,
    cell: (session) => <Place session={session} />,
  },
  {
    key: 'device',
    label: 'Device',
    width: 'minmax(146px, 0.8fr)',
    drop: 2,
    cell: (session) => <Device session={session} />,
  },
  {
    key: 'entry',
    label: 'Entry page',
    width: 'minmax(110px, 1.3fr)',
    drop: 4,
    cell: (session) => (
      <span className="ellipsis" title={session.entryPage}>
        {readablePath(session.entryPage) || <span className="muted">none</span>}
      </span>
    ),
  },
  {
    key: 'duration',
    label: 'Duration',
    hint: 'Last event minus first event',
    width: '80px',
    right: true,
    sort: 'durationMs',
    cell: (session) => duration(session.durationMs),
  },
  {
    key: 'pages',
    label: 'Pages',
    width: '46px',
    right: true,
    sort: 'pageviewCount',
    drop: 3,
    cell: (session) => <Num value={session.pageviewCount} />,
  },
  {
    key: 'events',
    label: 'Events',
    width: '50px',
    right: true,
    sort: 'eventCount',
    drop: 1,
    cell: (session) => <Num value={session.eventCount} />,
  },
  {
    key: 'errors',
    label: 'Errors',
    hint: 'JavaScript errors',
    width: '48px',
    right: true,
    sort: 'errorCount',
    cell: (session) => <Count value={session.errorCount} className={css.error ?? ''} />,
  },
  {
    key: 'rage',
    label: 'Rage',
    hint: 'Rage clicks: several fast clicks at one spot',
    width: '42px',
    right: true,
    sort: 'rageClickCount',
    drop: 4,
    cell: (session) => <Count value={session.rageClickCount} className={css.friction ?? ''} />,
  },
  {
    key: 'dead',
    label: 'Dead',
    hint: 'Dead clicks: clicks after which nothing happened',
    width: '42px',
    right: true,
    sort: 'deadClickCount',
    drop: 1,
    cell: (session) => <Count value={session.deadClickCount} className={css.friction ?? ''} />,
  },
  {
    key: 'cart',
    label: 'Cart',
    hint: 'Highest value of the cart',
    width: '66px',
    right: true,
    sort: 'cartValue',
    drop: 1,
    cell: (session) => money(session.cartValue),
  },
];

const DEVICE_ICONS: Record<string, IconName> = { desktop: 'desktop', mobile: 'mobile', tablet: 'tablet' };

function Started({ session, now }: { session: ListedSession; now: number }) {
  const active = now - Date.parse(session.endedAt) < ACTIVE_MS;
  return (
    <span className={css.pair}>
      <When iso={session.createdAt} />
      {active && (
        <Tooltip label="Active now">
          <span className={css.active} role="img" aria-label="Active now" />
        </Tooltip>
      )}
    </span>
  );
}

function Recorded() {
  return (
    <Tooltip label="Recorded">
      <span className={css.recorded} role="img" aria-label="Recorded">
        <Icon name="play" size={11} />
      </span>
    </Tooltip>
  );
}

function Person({ session }: { session: ListedSession }) {
  const { name, known } = personName(session);
  return (
    <span className={known ? 'ellipsis' : 'ellipsis muted'} title={session.userId || session.anonymousId}>
      {known ? name : <Anonymous name={name} />}
    </span>
  );
}

/** The end of the id stays in sight where there is room for one word only. */
function Anonymous({ name }: { name: string }) {
  const [word, ...id] = name.split(' ');
  return (
    <>
      <span className={css.anonymous}>{word} </span>
      {id.join(' ')}
    </>
  );
}

function Place({ session }: { session: ListedSession }) {
  if (!session.country) return <span className="muted">unknown</span>;
  const place = [session.city, session.region, countryName(session.country)].filter(Boolean).join(', ');
  return (
    <span className={`${css.pair} ellipsis`} title={place}>
      <span className={css.code}>{session.country}</span>
      <span className="ellipsis">{session.city || countryName(session.country)}</span>
    </span>
  );
}

function Device({ session }: { session: ListedSession }) {
  const icon = DEVICE_ICONS[session.device];
  return (
    <span
      className={`${css.pair} ellipsis`}
      title={`${session.browser} ${session.browserVersion}, ${session.os}, ${session.device}`}
    >
      <span className="muted">{icon && <Icon name={icon} size={14} />}</span>
      <span className="ellipsis">{[session.browser, session.os].filter(Boolean).join(' · ') || 'unknown'}</span>
    </span>
  );
}

function Count({ value, className }: { value: number; className: string }) {
  return value === 0 ? (
    <span className={css.zero}>0</span>
  ) : (
    <span className={className}>
      <Num value={value} />
    </span>
  );
}
