import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Session } from '../api/types';
import { countryName } from '../format/country';
import { full, money } from '../format/number';
import { duration } from '../format/time';
import { personName } from '../sessions/personName';
import { formatFilter } from '../state/filters';
import { Icon } from '../ui/Icon';
import { Keys } from '../ui/Keys';
import { When } from '../ui/When';
import { ExportMenu } from './ExportMenu';
import { KeepOrDelete } from './KeepOrDelete';
import css from './SessionHeader.module.css';

export function SessionHeader({
  projectId,
  session,
  live,
  onShare,
}: {
  projectId: string;
  session: Session;
  live: boolean;
  onShare: () => void;
}) {
  const { name } = personName(session);
  const personField = session.userId ? 'userId' : 'anonymousId';
  const personFilter = formatFilter({ field: personField, op: 'eq', values: [session.userId || session.anonymousId] });
  return (
    <header className={css.head}>
      <Link
        to="/p/$projectId/sessions"
        params={{ projectId }}
        className={css.back}
        aria-label="Back to the sessions"
        onClick={goBack}
      >
        <Icon name="arrowLeft" />
      </Link>
      <h1 className={css.title}>
        <Link
          to="/p/$projectId/sessions"
          params={{ projectId }}
          search={{ f: [personFilter], range: '30d' }}
          title="All sessions of this person"
        >
          {name}
        </Link>
      </h1>
      {live && <span className={css.live}>live</span>}
      <ul className={css.facts}>
        <Fact>
          <When iso={session.createdAt} />
        </Fact>
        <Fact>{duration(session.durationMs)}</Fact>
        {session.errorCount > 0 && <Fact tone="error">{count(session.errorCount, 'error')}</Fact>}
        {session.rageClickCount > 0 && <Fact tone="friction">{count(session.rageClickCount, 'rage click')}</Fact>}
        {session.deadClickCount > 0 && <Fact tone="friction">{count(session.deadClickCount, 'dead click')}</Fact>}
        {session.country && <Fact>{[session.city, countryName(session.country)].filter(Boolean).join(', ')}</Fact>}
        <Fact>{[session.browser, session.os, session.device].filter(Boolean).join(' · ')}</Fact>
        {session.cartValue > 0 && <Fact>cart {money(session.cartValue)}</Fact>}
      </ul>
      <ExportMenu projectId={projectId} session={session} />
      <Button
        className={css.share}
        variant="default"
        onClick={onShare}
        leftSection={<Icon name="share" size={14} />}
        rightSection={<Keys keys="S" />}
      >
        Share
      </Button>
      <KeepOrDelete projectId={projectId} sessionId={session.sessionId} />
    </header>
  );
}

function Fact({ tone, children }: { tone?: 'error' | 'friction'; children: ReactNode }) {
  return <li data-tone={tone}>{children}</li>;
}

function count(number: number, word: string): string {
  return `${full(number)} ${word}${number === 1 ? '' : 's'}`;
}

/** Back to the list as it was, with its place and filters, when the person came from there. */
function goBack(event: React.MouseEvent): void {
  if (history.length < 2 || event.metaKey || event.ctrlKey || !history.state?.__TSR_index) return;
  event.preventDefault();
  history.back();
}
