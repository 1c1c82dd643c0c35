import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type RefObject, useEffect } from 'react';
import type { ListedSession } from '../api/listed';
import { useShortcuts } from '../state/keys';
import { sessionTarget } from '../state/target';
import { Icon } from '../ui/Icon';
import { useNow } from '../ui/useNow';
import { COLUMNS, type Column } from './columns';
import { personName } from './personName';
import css from './SessionTable.module.css';
import { useColumns } from './useColumns';

export const ROW = 32;
const ROWS_AHEAD = 30;

interface Props {
  projectId: string;
  sessions: ListedSession[];
  sort: string;
  dimmed: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  /** The session the keyboard stands on; the list may move under it. */
  cursorId: string | undefined;
  onCursor: (sessionId: string) => void;
  /** Absent: in the order it has. */
  onSort?: (sort: string) => void;
  onOpen: (session: ListedSession) => void;
  onEnd: () => void;
  onScrolled: (offset: number) => void;
  /** Where to begin. */
  offset: () => number;
  more: boolean;
}

export function SessionTable(props: Props) {
  const { sessions, sort, scroller, cursorId, onCursor, onOpen, onEnd, onScrolled } = props;
  const cursor = cursorId ? sessions.findIndex((session) => session.sessionId === cursorId) : -1;
  const { columns, template } = useColumns(scroller, COLUMNS);
  const now = useNow();
  const rows = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    initialOffset: props.offset,
    overscan: 12,
    getItemKey: (index) => sessions[index]?.sessionId ?? index,
    scrollPaddingStart: ROW,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (sessions.length > 0 && last >= sessions.length - ROWS_AHEAD) onEnd();
  }, [last, sessions.length, onEnd]);

  // Who went into the list with the keyboard opens with Enter what the cursor is on.
  useEffect(() => {
    const list = scroller.current;
    if (cursorId && list?.contains(document.activeElement)) list.querySelector<HTMLElement>('[data-cursor] a')?.focus();
  }, [cursorId, scroller]);

  const move = (index: number) => {
    const next = Math.max(0, Math.min(sessions.length - 1, index));
    const session = sessions[next];
    if (session) onCursor(session.sessionId);
    rows.scrollToIndex(next, { align: 'auto' });
  };
  const open = () => {
    const session = sessions[cursor];
    if (session) onOpen(session);
  };
  useShortcuts('Sessions', [
    { keys: 'j', label: 'Next session', run: () => move(cursor + 1) },
    { keys: 'k', label: 'Previous session', run: () => move(cursor - 1) },
    { keys: 'ArrowDown', run: () => move(cursor + 1) },
    { keys: 'ArrowUp', run: () => move(cursor - 1) },
    { keys: 'Enter', label: 'Open the session', run: open },
    { keys: 'o', run: open },
    { keys: 'g g', label: 'To the top', run: () => move(0) },
    { keys: 'G', label: 'To the last loaded session', run: () => move(sessions.length - 1) },
  ]);

  return (
    <div
      ref={scroller}
      className={css.scroller}
      data-dimmed={props.dimmed || undefined}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop)}
    >
      <div
        role="table"
        aria-label="Sessions"
        aria-rowcount={props.more ? -1 : sessions.length}
        style={{ '--columns': template } as CSSProperties}
      >
        <div role="row" className={`${css.row} ${css.head}`}>
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={props.onSort} />
          ))}
        </div>
        <div className={css.body} style={{ height: rows.getTotalSize() }}>
          {items.map((item) => {
            const session = sessions[item.index];
            if (!session) return null;
            return (
              <div
                key={item.key}
                role="row"
                className={css.row}
                data-cursor={item.index === cursor || undefined}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column, place) => (
                  <div key={column.key} role="cell" className={css.place}>
                    <Link
                      {...(sessionTarget(props.projectId, session.sessionId, session.at) as { to: '/' })}
                      className={`${css.link} ${column.right ? css.right : css.cell}`}
                      tabIndex={place === 0 ? 0 : -1}
                      aria-label={place === 0 ? said(session) : undefined}
                      onClick={() => onCursor(session.sessionId)}
                      onFocus={() => onCursor(session.sessionId)}
                      preload={false}
                    >
                      {column.cell(session, now)}
                    </Link>
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function said(session: ListedSession) {
  return `${session.hasReplay ? 'Recorded session' : 'Session'} of ${personName(session).name}`;
}

function HeadCell({ column, sort, onSort }: { column: Column; sort: string; onSort?: (sort: string) => void }) {
  const field = sort.replace(/^-/, '');
  const sorted = column.sort === field;
  const down = sort.startsWith('-');
  if (!column.sort || !onSort) {
    return (
      <div role="columnheader" className={column.right ? css.right : css.cell}>
        {column.label}
      </div>
    );
  }
  const next = sorted && down ? column.sort : `-${column.sort}`;
  return (
    <div
      role="columnheader"
      className={column.right ? css.right : css.cell}
      aria-sort={sorted ? (down ? 'descending' : 'ascending') : undefined}
    >
      <Tooltip label={column.hint} disabled={!column.hint}>
        <button type="button" className={css.sort} data-sorted={sorted || undefined} onClick={() => onSort(next)}>
          {sorted && <Icon name={down ? 'arrowDown' : 'arrowUp'} size={11} />}
          {column.label}
        </button>
      </Tooltip>
    </div>
  );
}
